-- KEYS: session, patterns, seen. ARGV: client, node, id of the connect, after how many ms a silent client is unknown.
-- Makes the node the home of the session. Returns the home before, how far events were
-- delivered, whether that is known because the connect repeats the last one, and the patterns.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HMGET', KEYS[1], 'node', 'seen', 'delivered', 'connect', 'before', 'from')
if not found[2] or now - tonumber(found[2]) > tonumber(ARGV[4]) then
  return false
end
local delivered, is_repeated = found[3] or '', 0
if found[4] and ARGV[3] ~= '' and found[4] == ARGV[3] then
  -- The same connect comes again: its answer was lost.
  delivered, is_repeated = found[5] or '', 1
end
-- A move that was not completed is made again, from the home before it.
local from = found[6] or found[1] or ''
redis.call('HSET', KEYS[1], 'node', ARGV[2], 'from', from, 'seen', string.format('%.0f', now), 'delivered', delivered)
redis.call('HDEL', KEYS[1], 'connect', 'before')
redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[1])
local patterns, flat = {}, redis.call('HGETALL', KEYS[2])
for index = 1, #flat, 2 do
  patterns[#patterns + 1] = {flat[index], flat[index + 1]}
end
return {from, delivered, is_repeated, patterns}
