-- Brings all conversations of a user that the database has in, and notes that the two were compared, unless that was
-- noted meanwhile.
-- KEYS  1 the user's conversations (see list.lua)
-- ARGV  for each: conversation, time of the last activity
for i = 1, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], 'GT', ARGV[i + 1], ARGV[i])
end
local id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local compared = redis.call('ZRANGEBYSCORE', KEYS[1], -1, -1)[1] or ''
if string.match(compared, '^%*(%x+)') ~= id then
  local time = redis.call('TIME')
  redis.call('ZREMRANGEBYSCORE', KEYS[1], -1, -1)
  redis.call('ZADD', KEYS[1], -1, string.format('*%s %s.%s', id, time[1], time[2]))
end
return #ARGV / 2
