-- Notes what moved and is to be saved.
-- KEYS  1 what is unsaved: a sorted set of marks, scored by when they are due, in ms
-- ARGV  1 how many ms from now they are due, then the marks
-- One that waits already stays as it is; one that is being saved comes again.
local time = redis.call('TIME')
local due = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], 'LT', due, ARGV[i])
end
return #ARGV - 1
