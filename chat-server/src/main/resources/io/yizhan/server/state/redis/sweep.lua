-- Takes out the sessions that one incarnation of a worker holds.
-- KEYS  1 the user's sessions (see register.lua)
-- ARGV  1 node, 2 incarnation
-- Gives how many there were.
local removed = 0
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local node, incarnation = string.match(entries[i + 1], '^%S+ %S+ %S+ (%S+) (%S+) ')
  if node == ARGV[1] and incarnation == ARGV[2] then
    removed = removed + redis.call('HDEL', KEYS[1], entries[i])
  end
end
return removed
