-- Puts a new task at the head of the pending list. Both checks come before the first write.
-- KEYS[1] task hash
-- KEYS[2] pending list
-- KEYS[3] unique lock (only for a unique task)
-- ARGV[1] task id
-- ARGV[2] message
-- ARGV[3] now, nanoseconds
-- ARGV[4] lock time to live, seconds (only with KEYS[3])
-- Returns 1 stored, 0 the id exists, -1 the lock is held
if KEYS[3] and redis.call('EXISTS', KEYS[3]) == 1 then
  return -1
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'msg', ARGV[2], 'state', 'pending', 'pending_since', ARGV[3])
if KEYS[3] then
  redis.call('SET', KEYS[3], ARGV[1], 'EX', ARGV[4])
  redis.call('HSET', KEYS[1], 'unique_key', KEYS[3])
end
redis.call('LPUSH', KEYS[2], ARGV[1])
return 1
