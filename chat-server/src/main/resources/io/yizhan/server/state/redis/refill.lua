-- Brings all conversations of a user that the database has in, and notes that the two were compared.
-- KEYS  1 the user's conversations (see list.lua)
-- ARGV  for each: conversation, time of the last activity
for i = 1, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], 'GT', ARGV[i + 1], ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], -1, -1)
redis.call('ZADD', KEYS[1], -1, '*' .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'))
return #ARGV / 2
