-- Takes out marks that were saved and have not come again since they were claimed.
-- KEYS  1 what is unsaved (see unsaved.lua)
-- ARGV  1 the claim, 2 how many ms after its note a mark is due, then the marks
-- Near the end of the lease it can not be told whether a mark came again: then all are saved once more.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now + ARGV[2] >= tonumber(ARGV[1]) then
  return 0
end
for i = 3, #ARGV do
  if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i]) or '0') == tonumber(ARGV[1]) then
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return 1
