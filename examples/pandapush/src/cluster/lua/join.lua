-- keys: data, counts, users, channels. args: channel, client, user, its data, the head of a leave, the entry of the join.
local old = redis.call('HGET', keys[3], args[2])
if old and old ~= args[3] then
  if redis.call('HINCRBY', keys[2], old, -1) <= 0 then
    redis.call('HDEL', keys[2], old)
    redis.call('HDEL', keys[1], old)
    append(args[5] .. old .. ':null}}}]')
  end
end
redis.call('HSET', keys[3], args[2], args[3])
redis.call('HSET', keys[1], args[3], args[4])
redis.call('SADD', keys[4], args[1])
if old ~= args[3] and redis.call('HINCRBY', keys[2], args[3], 1) == 1 then
  append(args[6])
end
return 1
