-- Replaces the message of a scheduled task if it is still the one that was read.
-- KEYS[1] task hash
-- ARGV[1] SHA-1 of the message that was read, hexadecimal
-- ARGV[2] new message
-- Returns 1 replaced, 0 no such task, -1 it is not scheduled, -2 the message has changed
local task = redis.pcall('HMGET', KEYS[1], 'state', 'msg')
if not task[1] or not task[2] then
  return 0
end
if task[1] ~= 'scheduled' then
  return -1
end
if redis.sha1hex(task[2]) ~= ARGV[1] then
  return -2
end
redis.call('HSET', KEYS[1], 'msg', ARGV[2])
return 1
