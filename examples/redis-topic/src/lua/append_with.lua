-- KEYS: the stream, the head, then those of the body. ARGV: length, expiry, salt, writer, number, writers, then those
-- of the body. Returns the last position, whether the call is a repetition, and the result of the body.
local log = log_open(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3])
local number = tonumber(ARGV[5])
local repeated = log_repeated(log, ARGV[4], number)
if repeated then
  return {repeated, 1, false}
end
local keys, args = {}, {}
for index = 3, #KEYS do
  keys[index - 2] = KEYS[index]
end
for index = 7, #ARGV do
  args[index - 6] = ARGV[index]
end
local function append(payload)
  return log_append(log, payload)
end
local result = body(append, keys, args)
log_close(log, ARGV[4], number, tonumber(ARGV[6]))
return {log.last, 0, result or false}
