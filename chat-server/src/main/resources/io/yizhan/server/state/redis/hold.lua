-- Renews a session's lease, and hands it to another life of its worker if the two identities differ.
-- KEYS  1 the user's sessions, 2 the user's fences (see register.lua)
-- ARGV  1 device, 2 platform, 3 epoch, 4 identity now, 5 identity from now on, 6 lease in ms, 7 ms that fences are kept,
--       8 for how many ms its user has done nothing; negative: not known here
-- Gives '' if the session holds its place, otherwise the device that took it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local epoch = tonumber(ARGV[3])

local expires, active, identity, theirs = nil, nil, nil, nil
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if entry then
  expires, active, identity = string.match(entry, '^(%S+) (%S+) (.+)$')
  theirs = string.match(identity, '^%S+ %S+ %S+ (%S+) ')
end

-- The latest of the other devices if those fill all places, otherwise ''.
local function whoFills(limit)
  local count, latest, by = 0, 0, ''
  local entries = redis.call('HGETALL', KEYS[1])
  for i = 1, #entries, 2 do
    local ends, their = string.match(entries[i + 1], '^(%S+) %S+ %S+ %S+ %S+ (%S+) ')
    if entries[i] ~= ARGV[1] and tonumber(ends) > now then
      count = count + 1
      if tonumber(their) > latest then
        latest, by = tonumber(their), entries[i]
      end
    end
  end
  return count < limit and '' or by
end

if identity ~= ARGV[4] and identity ~= ARGV[5] then
  if entry and tonumber(expires) > now and tonumber(theirs) > epoch then
    return ARGV[1]
  end
  local fences = redis.call('HMGET', KEYS[2], 'all', 'p:' .. ARGV[2], 'd:' .. ARGV[1], 'limit')
  for i = 1, 3 do
    if fences[i] then
      local fence, by = string.match(fences[i], '^(%S+) (.+)$')
      if tonumber(fence) > epoch then
        return by
      end
    end
  end
  if fences[4] then
    local by = whoFills(tonumber(fences[4]))
    if by ~= '' then
      return by
    end
  end
  redis.call('HSET', KEYS[2], 'd:' .. ARGV[1], ARGV[3] .. ' ' .. ARGV[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
  active = math.floor(epoch / 1000)
end

local idle = tonumber(ARGV[8])
if idle >= 0 then
  active = now - idle
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %.0f ', now + ARGV[6], active) .. ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return ''
