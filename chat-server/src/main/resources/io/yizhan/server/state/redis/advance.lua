-- Moves members' positions in one conversation forward.
-- KEYS  1 the conversation's positions: d:<user> and r:<user> -> seq, and k -> in which life of this Redis they were
--         compared with the database. A restart, a promotion and an empty key are all noticed by that.
-- ARGV  1 '1': move in any case, then for each move: user, delivered, read
-- Gives for each move: delivered, read, 1 if either changed; nothing, and moves nothing, before they were compared.
local life = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if ARGV[1] ~= '1' and redis.call('HGET', KEYS[1], 'k') ~= life then
  return false
end
local result = {}
for i = 2, #ARGV, 3 do
  local changed = 0
  for offset, kind in ipairs({ 'd:', 'r:' }) do
    local field = kind .. ARGV[i]
    local wanted = tonumber(ARGV[i + offset])
    local present = tonumber(redis.call('HGET', KEYS[1], field) or '0')
    if wanted > present then
      present = wanted
      changed = 1
      redis.call('HSET', KEYS[1], field, string.format('%.0f', present))
    end
    result[#result + 1] = string.format('%.0f', present)
  end
  result[#result + 1] = tostring(changed)
end
return result
