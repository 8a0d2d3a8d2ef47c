-- KEYS: the stream, the head. ARGV: length, expiry, salt. Returns the last position, and begins the log if needed.
return log_open(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]).last
