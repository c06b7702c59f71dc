-- Takes marks that are due; they are due again when the lease is over.
-- KEYS  1 what is unsaved (see unsaved.lua)
-- ARGV  1 at most so many, 2 the lease in ms
-- Gives the claim, then the marks. A claim is no whole number, a time that something is due is.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local claim = string.format('%.1f', now + ARGV[2] + 0.5)
local marks = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[1])
local result = { claim }
for i, mark in ipairs(marks) do
  redis.call('ZADD', KEYS[1], claim, mark)
  result[i + 1] = mark
end
return result
