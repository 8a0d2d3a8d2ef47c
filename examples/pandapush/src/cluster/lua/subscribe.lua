-- KEYS: session, patterns, seen. ARGV: after how many ms a silent client is unknown, then pattern and position in turns.
-- Records subscriptions. Returns the home of the session, or false if the client is unknown.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HMGET', KEYS[1], 'node', 'seen')
if not found[2] or now - tonumber(found[2]) > tonumber(ARGV[1]) then
  return false
end
for index = 2, #ARGV, 2 do
  redis.call('HSETNX', KEYS[2], ARGV[index], ARGV[index + 1])
end
return found[1] or ''
