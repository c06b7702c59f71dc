-- Takes a session out if its entry still is exactly this one.
-- KEYS  1 the user's sessions, 2 when a session of the user ended last, in ms
-- ARGV  1 device, 2 identity, 3 ms that the end is remembered
-- Gives 1 if it was.
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if entry and string.match(entry, '^%S+ %S+ (.+)$') == ARGV[2] then
  local time = redis.call('TIME')
  redis.call('SET', KEYS[2], string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), 'PX', ARGV[3])
  return redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
