-- member-bring
-- Brings in what the database has of a part, unless something was taken out since it was asked.
-- KEYS  1 the part (see member.lua)
-- ARGV  1 its version before the database was asked, 2 for how many ms it is kept, 3 '1' if all its members follow,
--       then the members
-- Gives 1 if they were brought in.
if version(KEYS[1]) ~= ARGV[1] then
  return 0
end
begin(KEYS[1])
local now, entries = tonumber(redis.call('TIME')[1]), {}
for i = 4, #ARGV do
  local known = redis.call('HGET', KEYS[1], ARGV[i])
  if not known or -tonumber(known) <= now then
    entries[#entries + 1] = ARGV[i]
    entries[#entries + 1] = '1'
  end
end
write('HSET', KEYS[1], entries)
if ARGV[3] == '1' then
  redis.call('HSET', KEYS[1], '?whole', '1')
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
