-- Keeps a device's cursors for a while longer.
-- KEYS  1 the device's cursors (see acknowledge.lua)
-- ARGV  1 for how many ms they are kept, 2 how much of that may have passed before it counts
-- Gives 1 if it counted.
if redis.call('PTTL', KEYS[1]) >= tonumber(ARGV[1]) - tonumber(ARGV[2]) then
  return 0
end
redis.call('HSET', KEYS[1], '', '0') -- a device may be there without having acknowledged anything
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
