-- Moves a task that no worker holds: to pending, to the archive, or away. Checked before the first write.
-- KEYS[1] task hash
-- KEYS[2] pending list
-- KEYS[3] archived set
-- ARGV[1] task id
-- ARGV[2] key prefix of the queue (same hash slot)
-- ARGV[3] run, archive or delete
-- ARGV[4] now, seconds
-- Returns 1 moved, 0 no such task, -1 it is active, -2 it is there already, -3 it is not where its state says
local state = redis.call('HGET', KEYS[1], 'state')
if not state then
  return 0
end
if state == 'active' then
  return -1
end
if (ARGV[3] == 'run' and state == 'pending') or (ARGV[3] == 'archive' and state == 'archived') then
  return -2
end
local removed
if state == 'pending' then
  removed = redis.call('LREM', KEYS[2], 0, ARGV[1])
elseif state == 'aggregating' then
  local group = redis.call('HGET', KEYS[1], 'group') or ''
  removed = redis.call('ZREM', ARGV[2] .. 'g:' .. group, ARGV[1])
  if redis.call('ZCARD', ARGV[2] .. 'g:' .. group) == 0 then
    redis.call('SREM', ARGV[2] .. 'groups', group)
  end
else
  removed = redis.call('ZREM', ARGV[2] .. state, ARGV[1])
end
if removed == 0 then
  return -3
end
if ARGV[3] == 'run' then
  redis.call('LPUSH', KEYS[2], ARGV[1])
  redis.call('HSET', KEYS[1], 'state', 'pending')
elseif ARGV[3] == 'archive' then
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
  redis.call('HSET', KEYS[1], 'state', 'archived')
else
  local lock = redis.call('HGET', KEYS[1], 'unique_key')
  if lock and lock ~= '' and redis.call('GET', lock) == ARGV[1] then
    redis.call('DEL', lock)
  end
  redis.call('DEL', KEYS[1])
end
return 1
