-- Gives tasks back whose lease is over by Redis' clock: each goes to the tail of the pending list, so it is next, that of
-- the oldest lease first. Its crash is counted in its hash; no retry is spent. Ids without a message are swept.
-- A task that has reached the limit is left as it is: the caller archives it, and no one else takes it till then.
-- KEYS[1] lease set
-- KEYS[2] active list
-- KEYS[3] pending list
-- ARGV[1] seconds that a lease must be over
-- ARGV[2] prefix of the task hashes (same hash slot)
-- ARGV[3] most ids to look at
-- ARGV[4] crashes that are too many, or 0 to leave every task
-- Returns {tasks given back, entries swept, id of a task that is left, end of its lease, its crashes, ...}
local limit = tonumber(ARGV[4])
local back, swept, left = 0, 0, {}

-- Asked before the first write: while a cluster moves the slot, the hash may be gone ahead, and the script ends here.
-- A key of another type is a remnant.
local function known(task)
  local has = redis.pcall('HEXISTS', task, 'msg')
  if type(has) == 'table' and not string.find(has.err, 'WRONGTYPE', 1, true) then
    error(has.err)
  end
  return has == 1
end

local over = redis.call('TIME')[1] - ARGV[1]
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', over, 'WITHSCORES', 'LIMIT', 0, ARGV[3])
for i = #found - 1, 1, -2 do
  local id = found[i]
  local task = ARGV[2] .. id
  if known(task) then
    local fields = redis.call('HMGET', task, 'state', 'crashes')
    local crashes = math.min(tonumber(string.match(fields[2] or '', '^%d+$') or 0), 1e9) + 1
    if limit == 0 or crashes >= limit then
      left[#left + 1] = id
      left[#left + 1] = found[i + 1]
      left[#left + 1] = crashes
    else
      redis.call('ZREM', KEYS[1], id)
      if redis.call('LREM', KEYS[2], 0, id) > 0 or fields[1] == 'active' then
        redis.call('RPUSH', KEYS[3], id)
        redis.call('HSET', task, 'state', 'pending', 'crashes', crashes)
        back = back + 1
      else
        swept = swept + 1
      end
    end
  else
    redis.call('LREM', KEYS[2], 0, id)
    redis.call('ZREM', KEYS[1], id)
    redis.call('DEL', task)
    swept = swept + 1
  end
end
return {back, swept, unpack(left)}
