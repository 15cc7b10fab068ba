-- Extends leases; one that is gone stays gone.
-- KEYS[1] lease set
-- ARGV[1] length of the lease from now on, seconds
-- ARGV[2...] task ids
-- Returns one number a task: 1 extended, 0 no longer leased
local held = {}
local ends = redis.call('TIME')[1] + ARGV[1]
for i = 2, #ARGV do
  local ok = 0
  if redis.call('ZSCORE', KEYS[1], ARGV[i]) then
    redis.call('ZADD', KEYS[1], ends, ARGV[i])
    ok = 1
  end
  held[#held + 1] = ok
end
return held
