-- Gives a message another number if its present one is the lost one; the message id stays.
-- KEYS  1 the conversation, 2 what the device sent (see allocate.lua)
-- ARGV  1 client id, 2 hash, 3 lost number
-- Gives what is then remembered, nothing if the id is not.
local entry = redis.call('HGET', KEYS[2], ARGV[1])
if not entry then
  return false
end
local _, seq, high, low, time, hash = string.match(entry, '^(%S) (%S+) (%S+) (%S+) (%S+) (%S+)$')
if hash ~= ARGV[2] then
  return false
end
if seq ~= ARGV[3] then
  return entry
end
local conversation = redis.call('HMGET', KEYS[1], 'seq', 'time')
local next = math.max(tonumber(conversation[1] or '0'), tonumber(seq)) + 1
local later = math.max(tonumber(conversation[2] or '0'), tonumber(time))
entry = string.format('P %.0f %s %s %.0f %s', next, high, low, later, hash)
redis.call('HSET', KEYS[1], 'seq', string.format('%.0f', next), 'time', string.format('%.0f', later))
redis.call('HSET', KEYS[2], ARGV[1], entry)
return entry
