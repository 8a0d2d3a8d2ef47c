-- KEYS: session, patterns, seen. ARGV: client, node, after how many ms a silent client is unknown.
-- Notes a connect. Returns 1 if the session is at home on the node, 0 if on another or not settled there, -1 if the
-- client is unknown, and the number of its subscriptions. Without a node every home counts.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HMGET', KEYS[1], 'node', 'seen', 'from')
if not found[2] or now - tonumber(found[2]) > tonumber(ARGV[3]) then
  return {-1, 0}
end
if ARGV[2] ~= '' and (found[1] ~= ARGV[2] or found[3]) then
  return {0, 0}
end
redis.call('HSET', KEYS[1], 'seen', string.format('%.0f', now))
redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[1])
return {1, redis.call('HLEN', KEYS[2])}
