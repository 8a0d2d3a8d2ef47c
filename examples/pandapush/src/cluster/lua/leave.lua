-- keys: data, counts, users, channels. args: channel, client, the head of a leave.
local user = redis.call('HGET', keys[3], args[2])
if not user then
  return 0
end
redis.call('HDEL', keys[3], args[2])
if redis.call('HINCRBY', keys[2], user, -1) <= 0 then
  redis.call('HDEL', keys[2], user)
  redis.call('HDEL', keys[1], user)
  append(args[3] .. user .. ':null}}}]')
end
if redis.call('HLEN', keys[3]) == 0 then
  redis.call('SREM', keys[4], args[1])
end
return 1
