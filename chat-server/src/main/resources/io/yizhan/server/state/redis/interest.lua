-- interest
-- KEYS  1 the workers that have members of a group online, scored by the ms until when that holds
-- ARGV  1 the worker, 2 for how many ms it is interested; 0: no more
local now = nowMs()
if ARGV[2] == '0' then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
return redis.status_reply('OK')
