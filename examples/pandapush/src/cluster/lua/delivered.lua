-- KEYS: session, patterns, seen. ARGV: node, how far events were delivered, id of the answered connect, how far before.
-- Records a delivery. Returns 1 if the session is at home on the node, else 0.
if redis.call('HGET', KEYS[1], 'node') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'delivered', ARGV[2])
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], 'connect', 'before')
else
  redis.call('HSET', KEYS[1], 'connect', ARGV[3], 'before', ARGV[4])
end
return 1
