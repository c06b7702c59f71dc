-- interested
-- KEYS  1 the workers that have members of a group online (see interest.lua)
-- Gives them.
return redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.0f', nowMs()), '+inf')
