-- member-look
-- KEYS  1 the part (see member.lua), 2 the conversation
-- ARGV  1 the user
-- Gives M if he is a member, S if he is shut out, A if nothing is known of him, R if the part is to be read; then its
-- version; then what the archive must hold: where he was shut out and nobody told what came of it, all that the server
-- said so far.
local known = redis.call('HMGET', KEYS[1], '?life', '?whole', ARGV[1])
local state, changed = 'R', '0'
if known[1] == life() then
  if known[3] == '1' then
    state = 'M'
  elseif known[3] and -tonumber(known[3]) > tonumber(redis.call('TIME')[1]) then
    state = 'S'
  elseif known[2] then
    state = 'A'
    changed = known[3] and redis.call('HGET', KEYS[2], 'changed') or '0'
  end
end
return { state, version(KEYS[1]), changed }
