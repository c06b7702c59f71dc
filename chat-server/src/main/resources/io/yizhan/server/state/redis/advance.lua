-- Moves members' positions in one conversation forward.
-- KEYS  1 the conversation's positions: d:<user> and r:<user> -> seq
-- ARGV  for each move: user, delivered, read
-- Gives for each move: delivered, read, 1 if either changed.
local result = {}
for i = 1, #ARGV, 3 do
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
