-- Lists a user's conversations, most recently active first.
-- KEYS  1 the user's conversations: a sorted set, scored by the time of the last activity; a member '*<id> <time>' with
--         -1 tells when, in which life of this Redis, the list was compared with the database
-- ARGV  1 active at this time or later, 2 offset, 3 limit
-- Gives 1 if it was compared in this life, else 0; that member, empty if it never was; then each conversation and its
-- time.
local id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local compared = redis.call('ZRANGEBYSCORE', KEYS[1], -1, -1)[1] or ''
local result = { string.match(compared, '^%*(%x+)') == id and '1' or '0', compared }
local page = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', ARGV[1], 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
for i = 1, #page do
  result[i + 2] = page[i]
end
return result
