-- Adds an event to the history of a periodic task. It ends some day (asynq's does not), for its task may be gone.
-- KEYS[1] history set
-- ARGV[1] time of the event, seconds
-- ARGV[2] event
-- ARGV[3] events kept
-- ARGV[4] time to live, seconds
-- Returns 1
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[3]))
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
