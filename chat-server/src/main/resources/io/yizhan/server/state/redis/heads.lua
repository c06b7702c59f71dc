-- Reads the last numbers of conversations.
-- KEYS  1 the guard (see guard.lua), then the conversations (see allocate.lua)
-- Gives them, or those before the guard's epoch where a conversation has not come to it: then its last number may be
-- lost. Gives EPOCH if the guard does not fit.
local epoch = guarded()
if not epoch then
  return 'EPOCH'
end
local heads = {}
for i = 2, #KEYS do
  local seq = tonumber(redis.call('HGET', KEYS[i], 'seq') or '0')
  heads[i - 1] = string.format('%.0f', math.max(seq, before(epoch)))
end
return heads
