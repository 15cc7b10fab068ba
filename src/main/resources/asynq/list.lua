-- Lists a page of tasks of one state.
-- KEYS[1] list or set of the state
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2] list or set
-- ARGV[3] first rank; in a list counted from the task that is next
-- ARGV[4] last rank
-- Returns {id, message, result, score, ...}; ids without a message are left out
local page = {}
local ids
if ARGV[2] == 'list' then
  local oldest_first = redis.call('LRANGE', KEYS[1], -1 - tonumber(ARGV[4]), -1 - tonumber(ARGV[3]))
  ids = {}
  for i = #oldest_first, 1, -1 do
    ids[#ids + 1] = oldest_first[i]
    ids[#ids + 1] = '0'
  end
else
  ids = redis.call('ZRANGE', KEYS[1], ARGV[3], ARGV[4], 'WITHSCORES')
end
for i = 1, #ids, 2 do
  local task = redis.call('HMGET', ARGV[1] .. ids[i], 'msg', 'result')
  if task[1] then
    page[#page + 1] = ids[i]
    page[#page + 1] = task[1]
    page[#page + 1] = task[2] or ''
    page[#page + 1] = ids[i + 1]
  end
end
return page
