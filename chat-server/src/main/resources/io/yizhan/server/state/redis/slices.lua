-- Calls of one command with many arguments; Lua unpacks no more than some thousands at once.
local SLICE = 2000

-- Writes all that the list holds, if anything; SLICE is even, so that fields stay with their values.
local function write(command, key, list)
  for first = 1, #list, SLICE do
    redis.call(command, key, unpack(list, first, math.min(first + SLICE - 1, #list)))
  end
end

-- Field -> value of a hash; false where there is no such field.
local function read(key, fields)
  local values = {}
  for first = 1, #fields, SLICE do
    local last = math.min(first + SLICE - 1, #fields)
    for i, value in ipairs(redis.call('HMGET', key, unpack(fields, first, last))) do
      values[fields[first + i - 1]] = value
    end
  end
  return values
end

