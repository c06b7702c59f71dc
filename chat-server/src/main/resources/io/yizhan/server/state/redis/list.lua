-- Lists a user's conversations, most recently active first.
-- KEYS  1 the user's conversations: a sorted set, scored by the time of the last activity; a member '*<life>' with -1
--         tells in which life of this Redis the list was compared with the database
-- ARGV  1 active at this time or later, 2 offset, 3 limit
-- Gives 2 if it was compared in this life, 1 in an earlier one, 0 never; then each conversation and its time.
local life = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local result = { '0' }
if redis.call('ZSCORE', KEYS[1], '*' .. life) then
  result[1] = '2'
elseif redis.call('ZCOUNT', KEYS[1], -1, -1) > 0 then
  result[1] = '1'
end
local page = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', ARGV[1], 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
for i = 1, #page do
  result[i + 1] = page[i]
end
return result
