-- Stores a new task in its group, where it waits to be aggregated.
-- The lock's key is kept in the hash too (asynq forgets it), so that deleting the task frees the lock.
-- KEYS[1] task hash
-- KEYS[2] group set
-- KEYS[3] set of group names
-- KEYS[4] unique lock (only for a unique task)
-- ARGV[1] task id
-- ARGV[2] message
-- ARGV[3] now, seconds
-- ARGV[4] group name
-- ARGV[5] lock time to live, seconds (only with KEYS[4])
-- Returns 1 stored, 0 the id exists, -1 the lock is held
if KEYS[4] and redis.call('EXISTS', KEYS[4]) == 1 then
  return -1
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'msg', ARGV[2], 'state', 'aggregating', 'group', ARGV[4])
if KEYS[4] then
  redis.call('SET', KEYS[4], ARGV[1], 'EX', ARGV[5])
  redis.call('HSET', KEYS[1], 'unique_key', KEYS[4])
end
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('SADD', KEYS[3], ARGV[4])
return 1
