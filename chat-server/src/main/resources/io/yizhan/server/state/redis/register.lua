-- Enters a session under a new epoch and takes out those that it displaces.
-- KEYS  1 the user's sessions: device -> "expires platform node incarnation epoch session"
--       2 the user's fences: last, all, p:<platform>, d:<device> -> epoch
-- ARGV  1 device, 2 platform, 3 node, 4 incarnation, 5 session, 6 lease in ms, 7 policy, 8 ms that fences are kept
-- Gives the epoch, then device and entry of each displaced session whose lease still runs.
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local device, platform, policy = ARGV[1], ARGV[2], ARGV[7]

local last = tonumber(redis.call('HGET', KEYS[2], 'last') or '0')
local epoch = string.format('%.0f', math.max(last + 1, micros))
local result = { epoch }

local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local expires, theirs, session = string.match(entries[i + 1], '^(%S+) (%S+) %S+ %S+ %S+ (.+)$')
  local live = tonumber(expires) > now
  local displaced = entries[i] == device
    or policy == 'SINGLE_DEVICE'
    or (policy == 'ONE_PER_PLATFORM' and theirs == platform)
  if displaced or not live then
    redis.call('HDEL', KEYS[1], entries[i])
  end
  -- The same session asks again when the first answer got lost.
  if displaced and live and session ~= ARGV[5] then
    result[#result + 1] = entries[i]
    result[#result + 1] = entries[i + 1]
  end
end

local expires = string.format('%.0f', now + ARGV[6])
redis.call('HSET', KEYS[1], device, table.concat({ expires, platform, ARGV[3], ARGV[4], epoch, ARGV[5] }, ' '))
redis.call('PEXPIRE', KEYS[1], ARGV[6])

-- A displaced session that missed its kick learns of it here when it renews its lease, though its entry is gone.
redis.call('HSET', KEYS[2], 'last', epoch, 'd:' .. device, epoch)
if policy == 'SINGLE_DEVICE' then
  redis.call('HSET', KEYS[2], 'all', epoch)
elseif policy == 'ONE_PER_PLATFORM' then
  redis.call('HSET', KEYS[2], 'p:' .. platform, epoch)
end
redis.call('PEXPIRE', KEYS[2], ARGV[8])
return result
