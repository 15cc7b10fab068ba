-- Writes the result field of a task that a worker holds. A task without a lease has ended, or was taken away: a plain
-- HSET would bring back a hash that is deleted, or overwrite what the task ended with.
-- KEYS[1] lease set
-- KEYS[2] task hash
-- ARGV[1] task id
-- ARGV[2] result
-- Returns 1 written, 0 not held
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) or redis.call('EXISTS', KEYS[2]) == 0 then
  return 0
end
redis.call('HSET', KEYS[2], 'result', ARGV[2])
return 1
