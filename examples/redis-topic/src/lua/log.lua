-- Appends entries to logs. A log is a stream with its entries and a hash, its head, with the last position.
--
-- The stream may be trimmed or evicted alone: an entry holds the position before it, so readers find what is missing.

-- Opens a log, and begins it if it does not exist. `salt` is a random number below 2^31: a log that was removed and
-- begun again in the same millisecond begins at another position.
local function log_open(stream, head, length, expiry, salt)
  local log = {stream = stream, head = head, length = length, expiry = expiry}
  local time = redis.call('TIME')
  log.now = time[1] * 1000 + math.floor(time[2] / 1000)
  log.last = redis.call('HGET', head, 'last')
  if not log.last then
    redis.call('DEL', stream)
    log.last = string.format('%.0f-%s', log.now, salt)
    redis.call('HSET', head, 'last', log.last)
    redis.call('PEXPIRE', head, expiry)
  end
  local milliseconds, sequence = string.match(log.last, '^(%d+)-(%d+)$')
  log.milliseconds, log.sequence = tonumber(milliseconds), tonumber(sequence)
  return log
end

-- Appends one entry, delivers it to those who listen, and returns its position.
local function log_append(log, payload)
  if log.now > log.milliseconds then
    log.milliseconds, log.sequence = log.now, 0
  else
    log.sequence = log.sequence + 1
  end
  local previous = log.last
  log.last = string.format('%.0f-%.0f', log.milliseconds, log.sequence)
  redis.call('XADD', log.stream, 'MAXLEN', '~', log.length, log.last, 'p', previous, 'd', payload)
  redis.call('PUBLISH', log.stream, log.last .. ' ' .. previous .. '\n' .. payload)
  return log.last
end

-- Returns the last position of an earlier call if a writer has made it, or a later one, already. Writers number their
-- calls, and make them one after the other.
local function log_repeated(log, writer, number)
  local seen = redis.call('HGET', log.head, writer)
  if seen and number <= tonumber(string.match(seen, '^%d+')) then
    return string.match(seen, '^%d+ ([%d-]+)')
  end
end

-- Stores what was appended, by which call of which writer. The heads hold the last calls of `writers` writers.
local function log_close(log, writer, number, writers)
  redis.call('HSET', log.head, 'last', log.last, writer,
    string.format('%.0f %s %.0f', number, log.last, log.now))
  if redis.call('HLEN', log.head) > writers + 1 then
    local fields = redis.call('HGETALL', log.head)
    local oldest, since
    for index = 1, #fields, 2 do
      local at = tonumber(string.match(fields[index + 1], '^%d+ [%d-]+ (%d+)$'))
      if fields[index] ~= 'last' and (not since or at < since) then
        oldest, since = fields[index], at
      end
    end
    redis.call('HDEL', log.head, oldest)
  end
  redis.call('PEXPIRE', log.stream, log.expiry)
  redis.call('PEXPIRE', log.head, log.expiry)
end
