-- Makes active list and lease set name the same tasks again, so that any recoverer, asynq's too, finds them:
-- a missing lease begins anew, so that a worker that lives can go on extending it, a task missing from the active list is put back, the rest is swept.
-- KEYS[1] active list
-- KEYS[2] lease set
-- ARGV[1] length of a lease, seconds
-- ARGV[2] prefix of the task hashes (same hash slot)
-- Returns how many entries were repaired
local repaired = 0
local now = redis.call('TIME')[1]
local active = {}
for _, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local task = ARGV[2] .. id
  active[id] = true
  if redis.call('HEXISTS', task, 'msg') == 0 then
    redis.call('LREM', KEYS[1], 0, id)
    redis.call('ZREM', KEYS[2], id)
    redis.call('DEL', task)
    repaired = repaired + 1
  elseif not redis.call('ZSCORE', KEYS[2], id) then
    redis.call('ZADD', KEYS[2], now + ARGV[1], id)
    repaired = repaired + 1
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
  if not active[id] then
    if redis.call('HGET', ARGV[2] .. id, 'state') == 'active' and redis.call('HEXISTS', ARGV[2] .. id, 'msg') == 1 then
      redis.call('LPUSH', KEYS[1], id)
    else
      redis.call('ZREM', KEYS[2], id)
    end
    repaired = repaired + 1
  end
end
return repaired
