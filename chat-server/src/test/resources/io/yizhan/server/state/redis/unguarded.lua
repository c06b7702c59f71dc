-- In the guard's place: trusts Redis never to forget. Tests show what comes of it.
local function guarded()
  return 0, 0
end

local function before(epoch)
  return epoch
end

