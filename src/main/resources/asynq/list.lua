-- Lists a page of tasks of one state. What can't be read is listed by its id.
-- KEYS[1] list or set of the state
-- KEYS[2] lease set
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2] list or set
-- ARGV[3] first rank; in a list counted from the task that is next
-- ARGV[4] last rank
-- ARGV[5] bytes of messages and results after which tasks are listed by their ids alone
-- Returns {id, message or empty, result or empty, score or empty, lease or empty, ...}
local page = {}
local ids
local set = ARGV[2] == 'set'
if set then
  ids = redis.call('ZRANGE', KEYS[1], ARGV[3], ARGV[4], 'WITHSCORES')
else
  ids = redis.call('LRANGE', KEYS[1], -1 - tonumber(ARGV[4]), -1 - tonumber(ARGV[3]))
end
local left = tonumber(ARGV[5])
local function add(id, score)
  local task = ARGV[1] .. id
  local fields = {}
  local size = redis.pcall('HSTRLEN', task, 'msg')
  if type(size) == 'number' then
    size = size + redis.call('HSTRLEN', task, 'result')
    if size <= left then
      left = left - size
      fields = redis.call('HMGET', task, 'msg', 'result')
    end
  end
  page[#page + 1] = id
  page[#page + 1] = fields[1] or ''
  page[#page + 1] = fields[2] or ''
  page[#page + 1] = score
  page[#page + 1] = not set and redis.call('ZSCORE', KEYS[2], id) or ''
end
if set then
  for i = 1, #ids, 2 do
    add(ids[i], ids[i + 1])
  end
else
  for i = #ids, 1, -1 do
    add(ids[i], '')
  end
end
return page
