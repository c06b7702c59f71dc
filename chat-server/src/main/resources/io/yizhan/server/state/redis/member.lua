-- member
-- One part of a group's members: user -> 1, or -<second> until when what he sends is refused. No user is named ?life,
-- in which life of this Redis it was written: what an earlier one left counts for nothing; ?taken, how often something
-- was taken out; ?whole, set when all its members were brought in.
local function life()
  return string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
end

local function isMember(part, user)
  local known = redis.call('HMGET', part, '?life', user)
  return known[2] == '1' and known[1] == life()
end

-- In which state the part is, for those who go to the database and come back.
local function version(part)
  return life() .. ':' .. (redis.call('HGET', part, '?taken') or '0')
end

-- Stands before each change.
local function begin(part)
  local known = redis.call('HMGET', part, '?life', '?taken')
  if known[1] ~= life() then
    redis.call('DEL', part)
    redis.call('HSET', part, '?life', life(), '?taken', known[2] or '0')
  end
end

