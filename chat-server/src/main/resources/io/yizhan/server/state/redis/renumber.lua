-- Gives a message another number, unless it is remembered with one that is not the lost one; the message id stays.
-- KEYS  1 the guard (see guard.lua), 2 the conversation, 3, 4 what the device sent, and its ids in order (see
--       allocate.lua)
-- ARGV  1 client id, 2 hash, 3 lost number, 4, 5 high and low part of the message id, 6 time in ms,
--       7 for how many ms an id that is remembered anew is remembered
-- Gives "state seq high low time hash". An id that is remembered with another hash stays as it is. Gives EPOCH, and
-- changes nothing, if the guard does not fit.
local epoch = guarded()
if not epoch then
  return 'EPOCH'
end
local id, hash, lost, high, low, time = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local entry = redis.call('HGET', KEYS[3], id)
local known
if entry then
  local _, seq, knownHigh, knownLow, knownTime, knownHash =
    string.match(entry, '^(%S) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  known = knownHash == hash
  if known and seq ~= lost then
    return entry
  elseif known then
    high, low, time = knownHigh, knownLow, knownTime
  end
end
local conversation = redis.call('HMGET', KEYS[2], 'seq', 'time')
local next = math.max(tonumber(conversation[1] or '0'), tonumber(lost), before(epoch)) + 1
local later = math.max(tonumber(conversation[2] or '0'), tonumber(time))
local moved = string.format('P %.0f %s %s %.0f %s', next, high, low, later, hash)
redis.call('HSET', KEYS[2], 'seq', string.format('%.0f', next), 'time', string.format('%.0f', later))
if known then
  redis.call('HSET', KEYS[3], id, moved)
elseif not entry then
  redis.call('HSET', KEYS[3], id, moved)
  redis.call('LPUSH', KEYS[4], id)
  redis.call('PEXPIRE', KEYS[3], ARGV[7])
  redis.call('PEXPIRE', KEYS[4], ARGV[7])
end
return moved
