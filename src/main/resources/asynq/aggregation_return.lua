-- Puts the tasks of an aggregation set back into their group and names the group again (asynq forgets to).
-- KEYS[1] aggregation set
-- KEYS[2] aggregation sets by the second they may be reclaimed
-- KEYS[3] group set
-- KEYS[4] set of group names
-- ARGV[1] group name
-- ARGV[2] second up to which a set counts as left behind, or +inf to put back any
-- Returns 1 put back, 0 the set is gone or still in use
local score = redis.call('ZSCORE', KEYS[2], KEYS[1])
if not score or tonumber(score) > (tonumber(ARGV[2]) or math.huge) then
  return 0
end
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #members, 2 do
  redis.call('ZADD', KEYS[3], members[i + 1], members[i])
end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], KEYS[1])
if #members > 0 then
  redis.call('SADD', KEYS[4], ARGV[1])
end
return 1
