-- Writes the entries of a scheduler anew.
-- KEYS[1] list of entries
-- ARGV[1] time to live, seconds
-- ARGV[2...] entries
-- Returns how many were written
redis.call('DEL', KEYS[1])
for i = 2, #ARGV do
  redis.call('LPUSH', KEYS[1], ARGV[i])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return #ARGV - 1
