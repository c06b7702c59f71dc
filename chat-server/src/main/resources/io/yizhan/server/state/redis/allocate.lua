-- Numbers messages of one conversation, in order, and recognises repeats.
-- KEYS  1 the conversation: seq, time, high and low part of the last message id
--       2k, 2k + 1 what the k-th device sent: client id -> "state seq high low time hash", floor -> the largest id
--       that gave way, and the ids in order
-- ARGV  1 how many ids of a device are remembered, 2 for how many ms after the last, then for each message:
--       which device (k), client id, hash, high and low part of the proposed message id, time in ms, 1 if the store
--       was asked for the id and holds nothing
-- Gives for each message "F seq high low time hash" if it is new, otherwise what is remembered, or "O" if its id may
-- have been used and have given way.
-- Ids and hashes of 64 bits are strings here: a number of Lua holds 53 bits.

-- Whether id a, a decimal of up to 64 bits, is larger than b.
local function above(a, b)
  return #a > #b or (#a == #b and a > b)
end

local conversation = redis.call('HMGET', KEYS[1], 'seq', 'time', 'high', 'low')
local seq = tonumber(conversation[1] or '0')
local time = tonumber(conversation[2] or '0')
local high = tonumber(conversation[3] or '-1')
local low = tonumber(conversation[4] or '-1')
local result, changed, used = {}, false, {}

for i = 3, #ARGV, 7 do
  local sent, order, id = KEYS[2 * ARGV[i]], KEYS[2 * ARGV[i] + 1], ARGV[i + 1]
  local remembered = redis.call('HMGET', sent, id, 'floor')
  local known, floor = remembered[1], remembered[2]
  if known then
    result[#result + 1] = known
  elseif floor and ARGV[i + 6] == '0' and not above(id, floor) then
    result[#result + 1] = 'O'
  else
    seq = seq + 1
    time = math.max(time, tonumber(ARGV[i + 5]))
    local proposedHigh, proposedLow = tonumber(ARGV[i + 3]), tonumber(ARGV[i + 4])
    if proposedHigh > high or (proposedHigh == high and proposedLow > low) then
      high = proposedHigh
    elseif proposedLow <= low then
      high = high + 1
    end
    low = proposedLow
    local entry = string.format('%.0f %.0f %.0f %.0f %s', seq, high, low, time, ARGV[i + 2])
    redis.call('HSET', sent, id, 'P ' .. entry)
    if redis.call('RPUSH', order, id) > tonumber(ARGV[1]) then
      local oldest = redis.call('LPOP', order)
      redis.call('HDEL', sent, oldest)
      if not floor or above(oldest, floor) then
        redis.call('HSET', sent, 'floor', oldest)
      end
    end
    used[sent], used[order], changed = true, true, true
    result[#result + 1] = 'F ' .. entry
  end
end

if changed then
  redis.call('HSET', KEYS[1],
    'seq', string.format('%.0f', seq), 'time', string.format('%.0f', time),
    'high', string.format('%.0f', high), 'low', string.format('%.0f', low))
end
for key in pairs(used) do
  redis.call('PEXPIRE', key, ARGV[2])
end
return result
