-- Takes a token of a semaphore, unless all are taken.
-- KEYS[1] token set: task ids by the second in which their token ends
-- ARGV[1] most tokens
-- ARGV[2] now, seconds
-- ARGV[3] end of the token, seconds
-- ARGV[4] task id
-- Returns 1 taken, or held already and its end moved; 0 none free
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[2])
if not redis.call('ZSCORE', KEYS[1], ARGV[4]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then
  return 0
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
return 1
