-- Looks at a guard and at the server that holds it.
-- KEYS  1 the guard: "replication-id epoch since"
-- Gives the server's replication id, the guard or an empty string, and the server's time in microseconds.
local time = redis.call('TIME')
return {
  string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)'),
  redis.call('GET', KEYS[1]) or '',
  string.format('%.0f', time[1] * 1000000 + time[2])
}
