-- Reads one task.
-- KEYS[1] task hash
-- ARGV[1] task id
-- ARGV[2] key prefix of the queue (same hash slot)
-- Returns {} when there is none, else {state, message or empty, result or empty, score or empty, lease or empty}
local task = redis.pcall('HMGET', KEYS[1], 'state', 'msg', 'result', 'group')
local state = task[1]
if not state then
  return {}
end
local score = ''
if state == 'scheduled' or state == 'retry' or state == 'archived' or state == 'completed' then
  score = redis.call('ZSCORE', ARGV[2] .. state, ARGV[1]) or ''
elseif state == 'aggregating' and task[4] then
  score = redis.call('ZSCORE', ARGV[2] .. 'g:' .. task[4], ARGV[1]) or ''
end
return {state, task[2] or '', task[3] or '', score, redis.call('ZSCORE', ARGV[2] .. 'lease', ARGV[1]) or ''}
