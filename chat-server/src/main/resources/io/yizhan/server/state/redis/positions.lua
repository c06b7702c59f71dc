-- KEYS  1 the conversation's positions (see advance.lua)
-- Gives 1 if they were compared with the database in this life of Redis, else 0; then all fields and values.
local life = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local result = { redis.call('HGET', KEYS[1], 'k') == life and '1' or '0' }
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields do
  result[i + 1] = fields[i]
end
return result
