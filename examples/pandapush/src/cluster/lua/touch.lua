-- KEYS: session, patterns, seen. ARGV: client, node, after how many ms a silent client is unknown.
-- Notes a connect. Returns 1 if the session is at home on the node, 0 if on another, -1 if the client is unknown.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HMGET', KEYS[1], 'node', 'seen')
if not found[2] or now - tonumber(found[2]) > tonumber(ARGV[3]) then
  return -1
end
if found[1] ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'seen', string.format('%.0f', now))
redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[1])
return 1
