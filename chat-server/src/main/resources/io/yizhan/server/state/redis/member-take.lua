-- member-take
-- Takes users out of a part, so that what was read of them before does not come in any more.
-- KEYS  1 the part (see member.lua)
-- ARGV  1 for how many ms the part is kept, 2 for how many seconds they are shut out; 0: they are forgotten, then the
--       users
begin(KEYS[1])
local entries, users = {}, {}
local till = string.format('-%.0f', redis.call('TIME')[1] + ARGV[2])
for i = 3, #ARGV do
  users[#users + 1] = ARGV[i]
  entries[#entries + 1] = ARGV[i]
  entries[#entries + 1] = till
end
if ARGV[2] == '0' then
  write('HDEL', KEYS[1], users)
else
  write('HSET', KEYS[1], entries)
end
redis.call('HINCRBY', KEYS[1], '?taken', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.status_reply('OK')
