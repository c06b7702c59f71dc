-- Brings what the database has of one conversation's positions in, and notes that the two were compared.
-- KEYS  1 the conversation's positions (see advance.lua)
-- ARGV  for each member in the database: user, delivered, read
-- Gives the users who stand further here than in the database.
local saved = {}
for i = 1, #ARGV, 3 do
  for offset, kind in ipairs({ 'd:', 'r:' }) do
    local field, there = kind .. ARGV[i], tonumber(ARGV[i + offset])
    saved[field] = there
    if there > tonumber(redis.call('HGET', KEYS[1], field) or '0') then
      redis.call('HSET', KEYS[1], field, string.format('%.0f', there))
    end
  end
end
local further, seen = {}, {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local user = string.match(fields[i], '^[dr]:(.+)$')
  if user and not seen[user] and tonumber(fields[i + 1]) > (saved[fields[i]] or 0) then
    seen[user] = true
    further[#further + 1] = user
  end
end
redis.call('HSET', KEYS[1], 'k', string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'))
return further
