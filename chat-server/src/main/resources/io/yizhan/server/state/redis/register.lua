-- Enters a session under a new epoch and takes out those that it displaces, or refuses it.
-- KEYS  1 the user's sessions: device -> "expires active platform node incarnation epoch session"
--       2 the user's fences: last -> epoch; limit -> how many may stand; all, p:<platform>, d:<device> -> "epoch by"
-- ARGV  1 device, 2 platform, 3 node, 4 incarnation, 5 session, 6 lease in ms, 7 ms that fences are kept,
--       8 which devices share places, 9 how many places, 10 who gives way, 11 the newest incarnation ever heard
--       of, 12 all incarnations that stand, each with a blank before and after it
-- Gives the epoch, then device and entry of each displaced session; nothing if the login is refused.
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local device, platform, devices, collision = ARGV[1], ARGV[2], ARGV[8], ARGV[10]

-- Whether an entry's worker has come and gone; the newer ones this worker may not have heard of yet.
local function isDead(incarnation)
  return tonumber(incarnation) <= tonumber(ARGV[11]) and not string.find(ARGV[12], ' ' .. incarnation .. ' ', 1, true)
end

local own, rivals, expired, dead = nil, {}, {}, 0
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local expires, active, theirs, incarnation, epoch, session =
    string.match(entries[i + 1], '^(%S+) (%S+) (%S+) %S+ (%S+) (%S+) (.+)$')
  local found = { device = entries[i], entry = entries[i + 1], session = session, epoch = tonumber(epoch) }
  if tonumber(expires) <= now then
    expired[#expired + 1] = entries[i]
  elseif entries[i] == device then
    own = found
  elseif devices ~= 'ONE_PER_PLATFORM' or theirs == platform then
    found.dead = isDead(incarnation)
    found.active = tonumber(active)
    dead = dead + (found.dead and 1 or 0)
    rivals[#rivals + 1] = found
  end
end

local excess = math.max(0, #rivals + 1 - ARGV[9])
if collision == 'REFUSE_NEW' then
  if excess > dead and not own then
    return {}
  end
  excess = math.min(excess, dead)
end
table.sort(rivals, function(a, b)
  if a.dead ~= b.dead then
    return a.dead
  end
  if collision == 'KICK_LEAST_RECENTLY_ACTIVE' and a.active ~= b.active then
    return a.active < b.active
  end
  return a.epoch < b.epoch
end)

local last = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local epoch = string.format('%.0f', math.max(last + 1, micros))
local fence = epoch .. ' ' .. device
local result = { epoch }

local function displace(old)
  redis.call('HDEL', KEYS[1], old.device)
  -- One that misses its kick learns of it here when it renews its lease, though its entry is gone.
  redis.call('HSET', KEYS[2], 'd:' .. old.device, fence)
  -- The same session asks again when the first answer got lost.
  if old.session ~= ARGV[5] then
    result[#result + 1] = old.device
    result[#result + 1] = old.entry
  end
end

for i = 1, #expired do
  redis.call('HDEL', KEYS[1], expired[i])
end
for i = 1, excess do
  displace(rivals[i])
end
if own then
  displace(own)
end

local expires = string.format('%.0f', now + ARGV[6])
local active = string.format('%.0f', now)
redis.call('HSET', KEYS[1], device,
  table.concat({ expires, active, platform, ARGV[3], ARGV[4], epoch, ARGV[5] }, ' '))
redis.call('PEXPIRE', KEYS[1], ARGV[6])

redis.call('HSET', KEYS[2], 'last', epoch, 'd:' .. device, fence)
-- Those whose leases ran out, and so are not seen here, have lost their places too.
if excess == #rivals and devices == 'SINGLE_DEVICE' then
  redis.call('HSET', KEYS[2], 'all', fence)
elseif excess == #rivals and devices == 'ONE_PER_PLATFORM' then
  redis.call('HSET', KEYS[2], 'p:' .. platform, fence)
end
if devices == 'LIMITED' then
  redis.call('HSET', KEYS[2], 'limit', ARGV[9])
else
  redis.call('HDEL', KEYS[2], 'limit')
end
redis.call('PEXPIRE', KEYS[2], ARGV[7])
return result
