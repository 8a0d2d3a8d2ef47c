-- KEYS: the stream, the head. ARGV: length, expiry, salt, writer, number, writers, then the payloads.
-- Returns the position of the last entry.
local log = log_open(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3])
local number = tonumber(ARGV[5])
local repeated = log_repeated(log, ARGV[4], number)
if repeated then
  return repeated
end
for index = 7, #ARGV do
  log_append(log, ARGV[index])
end
log_close(log, ARGV[4], number, tonumber(ARGV[6]))
return log.last
