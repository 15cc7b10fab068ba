-- Deletes completed tasks whose retention has ended.
-- KEYS[1] completed set
-- ARGV[1] now, seconds
-- ARGV[2] prefix of the task hashes (same hash slot)
-- ARGV[3] most tasks to delete
-- Returns how many were deleted
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, id in ipairs(ids) do
  redis.call('DEL', ARGV[2] .. id)
  redis.call('ZREM', KEYS[1], id)
end
return #ids
