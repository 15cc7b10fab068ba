-- Gives leased tasks back: each goes to the tail of the pending list, so it is next. No retry is spent.
-- KEYS[1] active list
-- KEYS[2] lease set
-- KEYS[3] pending list
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2...] task ids
-- Returns one number a task: 1 given back, 0 not held
local held = {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local task = ARGV[1] .. id
  local ok = 0
  if redis.call('ZSCORE', KEYS[2], id) and redis.call('EXISTS', task) == 1
      and redis.call('LREM', KEYS[1], 0, id) > 0 then
    ok = 1
    redis.call('ZREM', KEYS[2], id)
    redis.call('RPUSH', KEYS[3], id)
    redis.call('HSET', task, 'state', 'pending')
  end
  held[#held + 1] = ok
end
return held
