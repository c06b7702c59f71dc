-- Lets the numbers of a guard's conversations go on in another epoch.
-- KEYS  1 the guard: "replication-id epoch since"
-- ARGV  1 the replication id that was seen, 2 the epoch, 3 when it was looked, 4 how long that counts, microseconds
-- Gives 1 if it did; 0 if the server is no longer the one seen, its guard fits by now or is of a later epoch, or the
-- look was too long ago: then the epoch may be older than one that was set and lost again since.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local server = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local id, present = string.match(redis.call('GET', KEYS[1]) or '', '^(%x+) (%d+) %d+$')
local epoch = tonumber(ARGV[2])
if server ~= ARGV[1] or id == server or (present and tonumber(present) >= epoch)
    or now - tonumber(ARGV[3]) > tonumber(ARGV[4]) then
  return 0
end
-- nothing is older than the first epoch
redis.call('SET', KEYS[1], string.format('%s %.0f %.0f', server, epoch, epoch == 0 and 0 or now))
return 1
