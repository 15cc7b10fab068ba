-- Counts a queue in one moment.
-- KEYS[1] pending list
-- KEYS[2] active list
-- KEYS[3] scheduled set
-- KEYS[4] retry set
-- KEYS[5] archived set
-- KEYS[6] completed set
-- KEYS[7] processed of the day
-- KEYS[8] failed of the day
-- KEYS[9] processed total
-- KEYS[10] failed total
-- KEYS[11] pause mark
-- KEYS[12] set of group names
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2] prefix of the group sets (same hash slot)
-- Returns {pending, active, scheduled, retry, archived, completed, aggregating, groups, processed today, failed today,
-- processed, failed, paused, nanoseconds since which the next task waits or 0}
local aggregating = 0
local groups = redis.call('SMEMBERS', KEYS[12])
for _, group in ipairs(groups) do
  aggregating = aggregating + redis.call('ZCARD', ARGV[2] .. group)
end
local since = '0'
local oldest = redis.call('LINDEX', KEYS[1], -1)
if oldest then
  since = redis.pcall('HGET', ARGV[1] .. oldest, 'pending_since')
  if type(since) ~= 'string' then
    since = '0'
  end
end
return {
  redis.call('LLEN', KEYS[1]), redis.call('LLEN', KEYS[2]), redis.call('ZCARD', KEYS[3]), redis.call('ZCARD', KEYS[4]),
  redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[6]), aggregating, #groups,
  redis.call('GET', KEYS[7]) or '0', redis.call('GET', KEYS[8]) or '0',
  redis.call('GET', KEYS[9]) or '0', redis.call('GET', KEYS[10]) or '0',
  redis.call('EXISTS', KEYS[11]), since
}
