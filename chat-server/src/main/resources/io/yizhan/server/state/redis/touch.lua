-- Notes when conversations of one user were active; one that is known to have been later stays where it is.
-- KEYS  1 the user's conversations: a sorted set, scored by the time of the last activity
-- ARGV  for each: time in milliseconds, conversation
-- Lua unpacks no more than some thousands at once.
for first = 1, #ARGV, 2000 do
  redis.call('ZADD', KEYS[1], 'GT', unpack(ARGV, first, math.min(first + 1999, #ARGV)))
end
return #ARGV / 2
