-- Notes that messages of one device were stored.
-- KEYS  1 what the device sent (see allocate.lua)
-- ARGV  for each message: client id, hash
for i = 1, #ARGV, 2 do
  local state, rest, hash = string.match(redis.call('HGET', KEYS[1], ARGV[i]) or '', '^(%S) (.+ (%S+))$')
  if state == 'P' and hash == ARGV[i + 1] then
    redis.call('HSET', KEYS[1], ARGV[i], 'S ' .. rest)
  end
end
return redis.status_reply('OK')
