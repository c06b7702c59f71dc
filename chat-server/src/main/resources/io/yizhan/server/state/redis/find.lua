-- KEYS  1 the user's sessions
-- Gives device and entry of each session whose lease still runs. Reads only.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local result = {}
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  if tonumber(string.match(entries[i + 1], '^(%S+)')) > now then
    result[#result + 1] = entries[i]
    result[#result + 1] = entries[i + 1]
  end
end
return result
