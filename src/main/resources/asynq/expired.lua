-- Lists tasks whose lease ended. Ids without a message are swept from active and lease.
-- KEYS[1] lease set
-- KEYS[2] active list
-- ARGV[1] second up to which a lease counts as ended
-- ARGV[2] prefix of the task hashes (same hash slot)
-- ARGV[3] most ids to look at
-- Returns the ids that have a message
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local found = {}
for _, id in ipairs(ids) do
  local task = ARGV[2] .. id
  if redis.call('HEXISTS', task, 'msg') == 1 then
    found[#found + 1] = id
  else
    redis.call('LREM', KEYS[2], 0, id)
    redis.call('ZREM', KEYS[1], id)
    redis.call('DEL', task)
  end
end
return found
