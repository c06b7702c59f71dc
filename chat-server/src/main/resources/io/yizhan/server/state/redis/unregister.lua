-- Takes a session out if its entry still is exactly this one.
-- KEYS  1 the user's sessions
-- ARGV  1 device, 2 identity
-- Gives 1 if it was.
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if entry and string.match(entry, '^%S+ %S+ (.+)$') == ARGV[2] then
  return redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
