-- Numbers messages of one conversation, in order, and recognises repeats.
-- KEYS  1 the guard (see guard.lua), 2 the conversation: seq, time, high and low part of the last message id
--       2k + 1, 2k + 2 what the k-th device sent: client id -> "state seq high low time hash", floor -> the largest
--       id that gave way, and the ids in order
-- ARGV  1 how many ids of a device are remembered, 2 for how many ms after the last, then for each message:
--       which device (k), client id, hash, high and low part of the proposed message id, time in ms, 1 if the store
--       was asked for the id and holds nothing
-- What stands before it, direct.lua or group.lua, says who is turned away and adds to what is given.
-- Gives for each message "F seq high low time hash" if it is new, otherwise what is remembered, or "O" if its id may
-- have been used and be forgotten. Gives EPOCH, and numbers nothing, if the guard does not fit.
-- Ids and hashes of 64 bits are strings here: a number of Lua holds 53 bits.

-- Whether id a, a decimal of up to 64 bits, is larger than b.
local function above(a, b)
  return #a > #b or (#a == #b and a > b)
end

local epoch, since = guarded()
if not epoch then
  return 'EPOCH'
end

-- Whether an unknown id may have been used by a device and be forgotten: what gave way lies at the floor or below; what
-- was used before the epoch may be lost; and a device that sent nothing for long is forgotten as a whole. The last two
-- take ids for what they are, the sender's clock in microseconds; others (years before 2001) are never too old.
local now = redis.call('TIME')
local tooOld = now[1] * 1000000 - ARGV[2] * 1000
local function forgotten(sent, id, floor)
  local used = tonumber(id)
  if (floor and not above(id, floor)) or used < since then
    return true
  end
  return used >= 1e15 and used < tooOld and redis.call('EXISTS', sent) == 0
end

-- What each device is asked for, and what of it is remembered.
local asked, remembered = {}, {}
for i = 3, last, 7 do
  local device = tonumber(ARGV[i])
  asked[device] = asked[device] or { 'floor' }
  table.insert(asked[device], ARGV[i + 1])
end
for device, ids in ipairs(asked) do
  remembered[device] = read(KEYS[2 * device + 1], ids)
end

local conversation = redis.call('HMGET', KEYS[2], 'seq', 'time', 'high', 'low')
local seq = math.max(tonumber(conversation[1] or '0'), before(epoch))
local time = math.max(tonumber(conversation[2] or '0'), math.floor(since / 1000))
local high = tonumber(conversation[3] or '-1')
local low = tonumber(conversation[4] or '-1')
local result, entries, order = {}, {}, {}

for i = 3, last, 7 do
  local device, id = tonumber(ARGV[i]), ARGV[i + 1]
  local sent = remembered[device]
  if sent[id] then
    result[#result + 1] = sent[id]
  elseif ARGV[i + 6] == '0' and forgotten(KEYS[2 * device + 1], id, sent.floor) then
    result[#result + 1] = 'O'
  elseif turnedAway(device) then
    result[#result + 1] = 'N'
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
    sent[id] = 'P ' .. entry
    entries[device], order[device] = entries[device] or {}, order[device] or {}
    table.insert(entries[device], id)
    table.insert(entries[device], sent[id])
    table.insert(order[device], id)
    result[#result + 1] = 'F ' .. entry
    numbered(device, seq, epoch)
  end
end

-- The oldest ids give way. What a device sent expires with their order, never before its time, and not much after:
-- so the time is not set anew with every send.
for device, ids in pairs(order) do
  local sent, inOrder = KEYS[2 * device + 1], KEYS[2 * device + 2]
  write('HSET', sent, entries[device])
  write('RPUSH', inOrder, ids)
  local length = redis.call('LLEN', inOrder)
  if length > tonumber(ARGV[1]) then
    local gone = redis.call('LPOP', inOrder, length - ARGV[1])
    local floor = remembered[device].floor
    for _, id in ipairs(gone) do
      if not floor or above(id, floor) then
        floor = id
      end
    end
    write('HDEL', sent, gone)
    redis.call('HSET', sent, 'floor', floor)
  end
  if redis.call('PTTL', sent) < tonumber(ARGV[2]) then
    local longer = math.floor(ARGV[2] * 17 / 16)
    redis.call('PEXPIRE', sent, longer)
    redis.call('PEXPIRE', inOrder, longer)
  end
end
if next(order) then
  redis.call('HSET', KEYS[2],
    'seq', string.format('%.0f', seq), 'time', string.format('%.0f', time),
    'high', string.format('%.0f', high), 'low', string.format('%.0f', low))
end
return told(result)
