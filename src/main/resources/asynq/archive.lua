-- Moves a failed task to the archive and trims the archive by age and size, a bounded number of tasks a call.
-- Checked before the first write; trimmed tasks lose their hash too; the unique lock stays.
-- KEYS[1] active list
-- KEYS[2] lease set
-- KEYS[3] processed total
-- KEYS[4] processed of the day
-- KEYS[5] failed total
-- KEYS[6] failed of the day
-- KEYS[7] archived set
-- KEYS[8] task hash
-- ARGV[1] task id
-- ARGV[2] expiry of the day's counters, seconds
-- ARGV[3] largest count
-- ARGV[4] message
-- ARGV[5] now, seconds
-- ARGV[6] prefix of the task hashes (same hash slot)
-- ARGV[7] second up to which archived tasks are too old
-- ARGV[8] most tasks the archive keeps
-- ARGV[9] when its lease must end, as a recoverer saw it, or empty for its worker
-- Returns 1 moved, 0 not held
local lease = redis.call('ZSCORE', KEYS[2], ARGV[1])
if not lease or (ARGV[9] ~= '' and lease ~= ARGV[9]) or redis.call('EXISTS', KEYS[8]) == 0
    or redis.call('LREM', KEYS[1], 0, ARGV[1]) == 0 then
  return 0
end
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[7], ARGV[5], ARGV[1])
redis.call('HSET', KEYS[8], 'msg', ARGV[4], 'state', 'archived')
-- Who runs it again by hand, with whatever tool, begins to count anew.
redis.call('HDEL', KEYS[8], 'crashes')
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
local old = redis.call('ZRANGEBYSCORE', KEYS[7], '-inf', ARGV[7], 'LIMIT', 0, 1000)
for _, id in ipairs(old) do
  redis.call('DEL', ARGV[6] .. id)
  redis.call('ZREM', KEYS[7], id)
end
local excess = math.min(redis.call('ZCARD', KEYS[7]) - tonumber(ARGV[8]), 1000)
if excess > 0 then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[7], 0, excess - 1)) do
    redis.call('DEL', ARGV[6] .. id)
    redis.call('ZREM', KEYS[7], id)
  end
end
return 1
