-- Estimates the bytes that a queue takes from a sample of its tasks. An id without a hash counts as nothing.
-- KEYS[1] active list
-- KEYS[2] pending list
-- KEYS[3] scheduled set
-- KEYS[4] retry set
-- KEYS[5] archived set
-- KEYS[6] completed set
-- KEYS[7] set of group names
-- ARGV[1] prefix of the task hashes (same hash slot)
-- ARGV[2] prefix of the group sets (same hash slot)
-- ARGV[3] tasks sampled in each list, set and group
-- ARGV[4] groups sampled
-- Returns bytes
local most = tonumber(ARGV[3]) - 1
local function sampled(ids)
  local bytes = 0
  for _, id in ipairs(ids) do
    bytes = bytes + (redis.call('MEMORY', 'USAGE', ARGV[1] .. id) or 0)
  end
  return bytes
end
local total = 0
for i = 1, 6 do
  local list = i < 3
  local ids = redis.call(list and 'LRANGE' or 'ZRANGE', KEYS[i], 0, most)
  if #ids > 0 then
    total = total + sampled(ids) / #ids * redis.call(list and 'LLEN' or 'ZCARD', KEYS[i])
      + redis.call('MEMORY', 'USAGE', KEYS[i])
  end
end
local tasks, bytes, looked = 0, 0, 0
for i, group in ipairs(redis.call('SMEMBERS', KEYS[7])) do
  tasks = tasks + redis.call('ZCARD', ARGV[2] .. group)
  if i <= tonumber(ARGV[4]) then
    local ids = redis.call('ZRANGE', ARGV[2] .. group, 0, most)
    bytes = bytes + sampled(ids)
    looked = looked + #ids
  end
end
if looked > 0 then
  total = total + bytes / looked * tasks
end
return total
