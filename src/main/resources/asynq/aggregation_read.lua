-- Reads the tasks of an aggregation set, oldest first.
-- KEYS[1] aggregation set
-- ARGV[1] prefix of the task hashes (same hash slot)
-- Returns {id, message, ...}; ids without a message are left out
local read = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local msg = redis.call('HGET', ARGV[1] .. id, 'msg')
  if msg then
    read[#read + 1] = id
    read[#read + 1] = msg
  end
end
return read
