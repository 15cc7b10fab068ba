-- Moves a failed task to the retry set. Checked before the first write; the unique lock stays.
-- KEYS[1] active list
-- KEYS[2] lease set
-- KEYS[3] processed total
-- KEYS[4] processed of the day
-- KEYS[5] failed total
-- KEYS[6] failed of the day
-- KEYS[7] retry set
-- KEYS[8] task hash
-- ARGV[1] task id
-- ARGV[2] expiry of the day's counters, seconds
-- ARGV[3] largest count
-- ARGV[4] message
-- ARGV[5] time to retry at, seconds
-- ARGV[6] 1 when the failure counts
-- ARGV[7] when its lease must end, as a recoverer saw it, or empty for its worker
-- Returns 1 moved, 0 not held
local lease = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not lease or (ARGV[7] ~= '' and lease ~= ARGV[7]) or redis.call('EXISTS', KEYS[8]) == 0
    or redis.call('LREM', KEYS[1], 0, ARGV[1]) == 0 then
  return 0
end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[7], ARGV[5], ARGV[1])
redis.call('HSET', KEYS[8], 'msg', ARGV[4], 'state', 'retry')
if ARGV[6] == '1' then
  for i = 4, 6, 2 do
    if redis.call('INCR', KEYS[i]) == 1 then
      redis.call('EXPIREAT', KEYS[i], ARGV[2])
    end
  end
  if redis.call('GET', KEYS[3]) == ARGV[3] then
    redis.call('SET', KEYS[3], 1)
    redis.call('SET', KEYS[5], 1)
  else
    redis.call('INCR', KEYS[3])
    redis.call('INCR', KEYS[5])
  end
end
return 1
