-- member-look
-- KEYS  1 the part (see member.lua)
-- ARGV  1 the user
-- Gives M if he is a member, S if he is shut out, A if nothing is known of him, R if the part is to be read; then its
-- version.
local known = redis.call('HMGET', KEYS[1], '?life', '?whole', ARGV[1])
local state = 'R'
if known[1] == life() then
  if known[3] == '1' then
    state = 'M'
  elseif known[3] and -tonumber(known[3]) > tonumber(redis.call('TIME')[1]) then
    state = 'S'
  elseif known[2] then
    state = 'A'
  end
end
return { state, version(KEYS[1]) }
