-- Moves tasks whose time has come from the scheduled or the retry set to pending, or back to their group.
-- KEYS[1] scheduled or retry set
-- KEYS[2] pending list
-- KEYS[3] set of group names
-- ARGV[1] now, seconds
-- ARGV[2] prefix of the task hashes (same hash slot)
-- ARGV[3] now, nanoseconds
-- ARGV[4] prefix of the group sets (same hash slot)
-- ARGV[5] most tasks to move
-- Returns how many were moved
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[5])
for _, id in ipairs(ids) do
  local task = ARGV[2] .. id
  -- Asked before the first write: while a cluster moves the slot, the hash may be gone ahead, and the script ends here.
  local known = redis.call('HEXISTS', task, 'msg') == 1
  redis.call('ZREM', KEYS[1], id)
  if known then
    local group = redis.call('HGET', task, 'group')
    if group and group ~= '' then
      redis.call('ZADD', ARGV[4] .. group, ARGV[1], id)
      redis.call('SADD', KEYS[3], group)
      redis.call('HSET', task, 'state', 'aggregating')
    else
      redis.call('LPUSH', KEYS[2], id)
      redis.call('HSET', task, 'state', 'pending', 'pending_since', ARGV[3])
    end
  end
end
return #ids
