-- Deletes tasks that succeeded.
-- KEYS[1] active list
-- KEYS[2] lease set
-- KEYS[3] processed total
-- KEYS[4] processed of the day
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2] expiry of the day's counter, seconds
-- ARGV[3...] id, unique lock or empty (same hash slot); repeated
-- Returns one number a task: 1 deleted, 0 not held, -1 held and not deleted, as a cluster is moving it
local held = {}
local count = 0
for i = 3, #ARGV, 2 do
  local id, lock = ARGV[i], ARGV[i + 1]
  local task = ARGV[1] .. id
  local ok = 0
  -- Whatever is there of a task without all three is a remnant, and goes. Old tasks are at the tail.
  if redis.call('ZREM', KEYS[2], id) == 1 and redis.call('LREM', KEYS[1], -1, id) == 1 then
    local deleted = redis.pcall('DEL', task)
    if type(deleted) == 'table' then
      -- Back where it was, to be settled again; its lease ends now, 90 days before the counter does. Not if it was the last:
      -- then its hash is left behind.
      redis.call('ZADD', KEYS[2], ARGV[2] - 7776000, id)
      redis.call('RPUSH', KEYS[1], id)
      ok = -1
    else
      ok = deleted
    end
  end
  if ok == 1 then
    count = count + 1
    if lock ~= '' and redis.call('GET', lock) == id then
      redis.call('DEL', lock)
    end
  end
  held[#held + 1] = ok
end
-- Counted once a call: in a batch of many tasks that saves Redis a fifth of its commands.
if count > 0 then
  if redis.call('INCRBY', KEYS[4], count) == count then
    redis.call('EXPIREAT', KEYS[4], ARGV[2])
  end
  -- Past the largest count Redis refuses to add: the total begins anew.
  if type(redis.pcall('INCRBY', KEYS[3], count)) == 'table' then
    redis.call('SET', KEYS[3], count)
  end
end
return held
