-- Moves a device's cursors forward and keeps them for a while longer.
-- KEYS  1 the device's cursors: conversation -> seq
-- ARGV  1 for how many ms they are kept, then for each: conversation, seq
for i = 2, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '0') then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.status_reply('OK')
