-- Moves a group's oldest tasks into a new aggregation set when the group is full, old or quiet enough.
-- Ids without a message are dropped; an empty group is no longer named.
-- KEYS[1] group set
-- KEYS[2] new aggregation set
-- KEYS[3] aggregation sets by the second they may be reclaimed
-- KEYS[4] set of group names
-- ARGV[1] size at which a group is full, 0 for never
-- ARGV[2] age of the oldest task at which a group is old, seconds, 0 for never
-- ARGV[3] age of the newest task at which a group is quiet, seconds
-- ARGV[4] second at which the new set may be reclaimed
-- ARGV[5] now, seconds
-- ARGV[6] group name
-- ARGV[7] prefix of the task hashes (same hash slot)
-- ARGV[8] most tasks to move
-- ARGV[9] bytes of messages beyond which no further task is moved
-- Returns how many tasks were moved
local size = redis.call('ZCARD', KEYS[1])
local full = tonumber(ARGV[1])
local now = tonumber(ARGV[5])
local due = size > 0 and full > 0 and size >= full
if size > 0 and not due and tonumber(ARGV[2]) > 0 then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  due = tonumber(oldest[2]) <= now - tonumber(ARGV[2])
end
if size > 0 and not due then
  local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
  due = tonumber(newest[2]) <= now - tonumber(ARGV[3])
end
local moved = 0
if due then
  local most = tonumber(ARGV[8])
  if full > 0 and full < most then
    most = full
  end
  local bytes = 0
  local members = redis.call('ZRANGE', KEYS[1], 0, most - 1, 'WITHSCORES')
  for i = 1, #members, 2 do
    local task = ARGV[7] .. members[i]
    local length = redis.call('HSTRLEN', task, 'msg')
    if moved > 0 and bytes + length > tonumber(ARGV[9]) then
      break
    end
    redis.call('ZREM', KEYS[1], members[i])
    if length > 0 then
      redis.call('ZADD', KEYS[2], members[i + 1], members[i])
      bytes = bytes + length
      moved = moved + 1
    else
      redis.call('DEL', task)
    end
  end
  if moved > 0 then
    redis.call('ZADD', KEYS[3], ARGV[4], KEYS[2])
  end
end
if redis.call('ZCARD', KEYS[1]) == 0 then
  redis.call('SREM', KEYS[4], ARGV[6])
end
return moved
