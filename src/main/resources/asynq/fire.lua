-- Stores the task of one tick of a periodic task, unless the tick or a later one was fired before by whomever.
-- The tick is spent even when the task is refused: asynq skips a tick then, too.
-- KEYS[1] task hash
-- KEYS[2] last tick fired
-- KEYS[3] pending list, scheduled set or group set
-- KEYS[4] set of group names
-- KEYS[5] unique lock (only for a unique task)
-- ARGV[1] task id
-- ARGV[2] message
-- ARGV[3] tick, seconds
-- ARGV[4] how long the tick is remembered, seconds
-- ARGV[5] state: pending, scheduled or aggregating
-- ARGV[6] now in nanoseconds if pending, else the score
-- ARGV[7] group name, empty unless aggregating
-- ARGV[8] lock time to live, seconds (only with KEYS[5])
-- Returns 1 stored, 0 the id exists, -1 the lock is held, -2 the tick was fired before
local last = redis.call('GET', KEYS[2])
if last and tonumber(last) >= tonumber(ARGV[3]) then
  return -2
end
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
if KEYS[5] and redis.call('EXISTS', KEYS[5]) == 1 then
  return -1
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'msg', ARGV[2], 'state', ARGV[5])
if KEYS[5] then
  redis.call('SET', KEYS[5], ARGV[1], 'EX', ARGV[8])
  redis.call('HSET', KEYS[1], 'unique_key', KEYS[5])
end
if ARGV[5] == 'pending' then
  redis.call('HSET', KEYS[1], 'pending_since', ARGV[6])
  redis.call('LPUSH', KEYS[3], ARGV[1])
  return 1
end
redis.call('ZADD', KEYS[3], ARGV[6], ARGV[1])
if ARGV[5] == 'aggregating' then
  redis.call('HSET', KEYS[1], 'group', ARGV[7])
  redis.call('SADD', KEYS[4], ARGV[7])
end
return 1
