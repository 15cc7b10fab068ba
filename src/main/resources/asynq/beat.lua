-- Writes what a server says about itself and about the tasks it runs.
-- KEYS[1] server info
-- KEYS[2] hash of running tasks
-- ARGV[1] time to live, seconds
-- ARGV[2] server info message
-- ARGV[3...] task id, worker info message; repeated
-- Returns nothing
redis.call('SETEX', KEYS[1], ARGV[1], ARGV[2])
redis.call('DEL', KEYS[2])
for i = 3, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
redis.call('EXPIRE', KEYS[2], ARGV[1])
return redis.status_reply('OK')
