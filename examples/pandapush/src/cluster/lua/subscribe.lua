-- KEYS: session, patterns, seen. ARGV: after how many ms a silent client is unknown, how many subscriptions it may have,
-- then pattern and position in turns. Records subscriptions. Returns 1 and the home of the session, 0 if it would have
-- too many, or false if the client is unknown.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HMGET', KEYS[1], 'node', 'seen')
if not found[2] or now - tonumber(found[2]) > tonumber(ARGV[1]) then
  return false
end
local new = 0
for index = 3, #ARGV, 2 do
  new = new + 1 - redis.call('HEXISTS', KEYS[2], ARGV[index])
end
if redis.call('HLEN', KEYS[2]) + new > tonumber(ARGV[2]) then
  return {0, ''}
end
for index = 3, #ARGV, 2 do
  redis.call('HSETNX', KEYS[2], ARGV[index], ARGV[index + 1])
end
return {1, found[1] or ''}
