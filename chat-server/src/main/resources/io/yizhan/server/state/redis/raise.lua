-- Makes conversations the most recently active ones of one user.
-- KEYS  1 the user's conversations: a sorted set, scored by the time of the last activity
-- ARGV  for each: conversation, time in milliseconds
-- Whoever read the newest score finds what is raised later above it, also if the clock that gave the time is behind.
local newest = tonumber(redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or '0')
for i = 1, #ARGV, 2 do
  newest = math.max(newest + 1, tonumber(ARGV[i + 1]))
  redis.call('ZADD', KEYS[1], string.format('%.0f', newest), ARGV[i])
end
return #ARGV / 2
