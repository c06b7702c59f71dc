-- group
-- Stands before allocate.lua for the conversation of a group: only members may send, and with the numbers come the
-- workers that have members online.
-- KEYS  after those of allocate.lua: the interested workers (see interest.lua), then for each device the part of the
--       members that its user is in (see member.lua)
-- ARGV  after those of allocate.lua: for each device its user, or nothing where the server itself speaks
-- Gives N in the place of what is turned away. After all answers comes one more: for each F among them the number of
-- the last message before it by which the server spoke, joined by blanks; then a comma; then the workers.
local devices = (#KEYS - 3) / 3
local last = #ARGV - devices
local interest = KEYS[3 + 2 * devices]
local changed, chain = nil, {}

local members = {}
local function turnedAway(device)
  local user = ARGV[last + device]
  if user ~= '' and members[device] == nil then
    members[device] = isMember(KEYS[3 + 2 * devices + device], user)
  end
  return user ~= '' and not members[device]
end

-- Members come and go by what the server says, so whoever delivers a message can tell whether it has heard of that.
local function numbered(device, seq, epoch)
  changed = changed or tonumber(redis.call('HGET', KEYS[2], 'changed') or before(epoch))
  chain[#chain + 1] = string.format('%.0f', changed)
  if ARGV[last + device] == '' then
    changed = seq
    redis.call('HSET', KEYS[2], 'changed', string.format('%.0f', seq))
  end
end

local function told(result)
  local workers = redis.call('ZRANGEBYSCORE', interest, string.format('(%.0f', nowMs()), '+inf')
  result[#result + 1] = table.concat(chain, ' ') .. ',' .. table.concat(workers, ' ')
  return result
end

