-- KEYS: the record of the server. ARGV: the id of the run of the server. Returns the first position of this run.
if redis.call('HGET', KEYS[1], 'run') ~= ARGV[1] then
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[1], 'run', ARGV[1], 'since',
    string.format('%.0f-0', time[1] * 1000 + math.floor(time[2] / 1000)))
end
return redis.call('HGET', KEYS[1], 'since')
