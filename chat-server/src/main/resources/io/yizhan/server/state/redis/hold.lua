-- Renews a session's lease, and hands it to another life of its worker if the two identities differ.
-- KEYS  1 the user's sessions, 2 the user's fences (see register.lua)
-- ARGV  1 device, 2 platform, 3 epoch, 4 identity now, 5 identity from now on, 6 lease in ms, 7 ms that fences are kept
-- Gives 1 if the session holds its place, 0 if it is displaced.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local epoch = tonumber(ARGV[3])

local entry = redis.call('HGET', KEYS[1], ARGV[1])
local expires, identity, theirs = nil, nil, nil
if entry then
  expires, identity = string.match(entry, '^(%S+) (.+)$')
  theirs = string.match(identity, '^%S+ %S+ %S+ (%S+) ')
end

if identity ~= ARGV[4] and identity ~= ARGV[5] then
  if entry and tonumber(expires) > now and tonumber(theirs) > epoch then
    return 0
  end
  local fences = redis.call('HMGET', KEYS[2], 'all', 'p:' .. ARGV[2], 'd:' .. ARGV[1])
  for i = 1, 3 do
    if fences[i] and tonumber(fences[i]) > epoch then
      return 0
    end
  end
  redis.call('HSET', KEYS[2], 'd:' .. ARGV[1], ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[7])
end

redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + ARGV[6]) .. ' ' .. ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 1
