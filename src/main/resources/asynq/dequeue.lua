-- Takes up to n tasks from the tail of the pending list and leases them.
-- An id without a message is dropped: moved on, it would stay in the active list for ever.
-- Never runs while a cluster moves the slot: the pause mark is a key that is not there, and so Redis refuses the call.
-- KEYS[1] pending list
-- KEYS[2] active list
-- KEYS[3] lease set
-- KEYS[4] pause mark
-- ARGV[1] length of the lease, seconds; it begins by Redis' clock, and so no worker's clock matters
-- ARGV[2] prefix of the task hashes (same hash slot)
-- ARGV[3] most tasks to take
-- ARGV[4] bytes of messages after which no further task is taken
-- Returns {1} when paused, else {0, id, message, id, message, ...}
if redis.call('EXISTS', KEYS[4]) == 1 then
  return {1}
end
local taken = {0}
local leases = {}
local ends = redis.call('TIME')[1] + ARGV[1]
local bytes = 0
local left = tonumber(ARGV[3])
local looks = left + 100
while left > 0 and looks > 0 and bytes < tonumber(ARGV[4]) do
  local id = redis.call('RPOPLPUSH', KEYS[1], KEYS[2])
  if not id then
    break
  end
  local task = ARGV[2] .. id
  -- Not call(): a key of another type would end the script here, and every script after it.
  local msg = redis.pcall('HGET', task, 'msg')
  if type(msg) == 'string' then
    redis.call('HSET', task, 'state', 'active')
    redis.call('HDEL', task, 'pending_since')
    leases[#leases + 1] = ends
    leases[#leases + 1] = id
    taken[#taken + 1] = id
    taken[#taken + 1] = msg
    bytes = bytes + #msg
    left = left - 1
  else
    redis.call('LPOP', KEYS[2])
    redis.call('DEL', task)
  end
  looks = looks - 1
end
if #leases > 0 then
  redis.call('ZADD', KEYS[3], unpack(leases))
end
return taken
