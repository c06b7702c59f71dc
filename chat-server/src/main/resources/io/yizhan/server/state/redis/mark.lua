-- Notes that messages of one device were stored.
-- KEYS  1 what the device sent (see allocate.lua)
-- ARGV  for each message: client id, hash
local ids, entries = {}, {}
for i = 1, #ARGV, 2 do
  ids[#ids + 1] = ARGV[i]
end
local remembered = read(KEYS[1], ids)
for i = 1, #ARGV, 2 do
  local state, rest, hash = string.match(remembered[ARGV[i]] or '', '^(%S) (.+ (%S+))$')
  if state == 'P' and hash == ARGV[i + 1] then
    entries[#entries + 1] = ARGV[i]
    entries[#entries + 1] = 'S ' .. rest
  end
end
write('HSET', KEYS[1], entries)
return redis.status_reply('OK')
