-- Deletes an aggregation set with the tasks that were aggregated and frees their locks (asynq keeps them locked).
-- A member that is not named could not be read: it goes to the archive, where someone may look at it.
-- KEYS[1] aggregation set
-- KEYS[2] aggregation sets by the second they may be reclaimed
-- KEYS[3] archived set
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2] now, seconds
-- ARGV[3...] id, unique lock or empty (same hash slot); repeated
-- Returns 1 deleted, 0 the set was reclaimed meanwhile
if not redis.call('ZSCORE', KEYS[2], KEYS[1]) then
  return 0
end
for i = 3, #ARGV, 2 do
  local id, lock = ARGV[i], ARGV[i + 1]
  if redis.call('ZREM', KEYS[1], id) == 1 then
    redis.call('DEL', ARGV[1] .. id)
    if lock ~= '' and redis.call('GET', lock) == id then
      redis.call('DEL', lock)
    end
  end
end
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if redis.call('HEXISTS', ARGV[1] .. id, 'msg') == 1 then
    redis.call('ZADD', KEYS[3], ARGV[2], id)
    redis.call('HSET', ARGV[1] .. id, 'state', 'archived')
  end
end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], KEYS[1])
return 1
