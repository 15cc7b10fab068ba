-- Deletes what is left of a queue without tasks, the pause mark and the counters included.
-- KEYS[1] active list
-- KEYS[2] pending list
-- KEYS[3...7] scheduled, retry, archived, completed and aggregation sets
-- KEYS[8] set of group names
-- KEYS[9...] other keys
-- ARGV[1] prefix of the group sets (same hash slot)
-- Returns 1 deleted, 0 a task came in meanwhile
local left = redis.call('LLEN', KEYS[1]) + redis.call('LLEN', KEYS[2])
for i = 3, 7 do
  left = left + redis.call('ZCARD', KEYS[i])
end
for _, group in ipairs(redis.call('SMEMBERS', KEYS[8])) do
  left = left + redis.call('ZCARD', ARGV[1] .. group)
end
if left > 0 then
  return 0
end
for _, key in ipairs(KEYS) do
  redis.call('DEL', key)
end
return 1
