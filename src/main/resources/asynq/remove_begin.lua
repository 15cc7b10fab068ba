-- Pauses a queue that may be removed, so that no worker takes a task of it meanwhile.
-- KEYS[1] pause mark
-- KEYS[2] active list
-- KEYS[3] pending list
-- KEYS[4] set of group names
-- KEYS[5...] sets of tasks
-- ARGV[1] now, seconds
-- ARGV[2] 1 to remove a queue that holds tasks, else 0
-- ARGV[3] prefix of the group sets (same hash slot)
-- Returns 1 paused, -1 it holds tasks, -2 it has active tasks
local active = redis.call('LLEN', KEYS[2])
if active > 0 then
  return ARGV[2] == '1' and -2 or -1
end
if ARGV[2] ~= '1' then
  local left = redis.call('LLEN', KEYS[3])
  for i = 5, #KEYS do
    left = left + redis.call('ZCARD', KEYS[i])
  end
  for _, group in ipairs(redis.call('SMEMBERS', KEYS[4])) do
    left = left + redis.call('ZCARD', ARGV[3] .. group)
  end
  if left > 0 then
    return -1
  end
end
redis.call('SET', KEYS[1], ARGV[1])
return 1
