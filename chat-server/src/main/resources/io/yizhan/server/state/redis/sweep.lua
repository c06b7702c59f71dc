-- Takes out the sessions that one incarnation of a worker holds.
-- KEYS  1 the user's sessions (see register.lua), 2 when a session of the user ended last, in ms
-- ARGV  1 node, 2 incarnation, 3 ms that the end is remembered
-- Gives how many there were. What is known of their end is when their user did something last.
local removed, seen = 0, tonumber(redis.call('GET', KEYS[2]) or '0')
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local active, node, incarnation = string.match(entries[i + 1], '^%S+ (%S+) %S+ (%S+) (%S+) ')
  if node == ARGV[1] and incarnation == ARGV[2] then
    removed = removed + redis.call('HDEL', KEYS[1], entries[i])
    seen = math.max(seen, tonumber(active))
  end
end
if removed > 0 then
  redis.call('SET', KEYS[2], string.format('%.0f', seen), 'PX', ARGV[3])
end
return removed
