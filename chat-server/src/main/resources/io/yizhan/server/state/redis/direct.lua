-- direct
-- Stands before allocate.lua for the conversation of two: both may send, and nobody else asks.
local last = #ARGV
local function turnedAway() return false end
local function numbered() end
local function told(result) return result end

