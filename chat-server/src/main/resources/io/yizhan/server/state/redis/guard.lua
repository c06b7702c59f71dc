-- Stands before each script that reads or raises the numbers of conversations; KEYS 1 is their guard.
-- Gives the guard's epoch and when that began, in microseconds; nothing if the memory that the guard came with may be
-- lost: it was flushed, or the server was started anew or took another one's place, each of which changes the
-- replication id.
local function guarded()
  local id, epoch, since = string.match(redis.call('GET', KEYS[1]) or '', '^(%x+) (%d+) (%d+)$')
  if id and id == string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)') then
    return tonumber(epoch), tonumber(since)
  end
end

-- The last number before those of an epoch.
local function before(epoch)
  return epoch * 4294967296
end

