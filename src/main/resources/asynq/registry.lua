-- Reads an entry of a server or a scheduler, whatever someone put there.
-- KEYS[1] the entry
-- ARGV[1] type it must have: string, hash or list
-- ARGV[2] most values to read
-- Returns its values
if redis.call('TYPE', KEYS[1]).ok ~= ARGV[1] then
  return {}
elseif ARGV[1] == 'string' then
  return {redis.call('GET', KEYS[1])}
elseif ARGV[1] == 'list' then
  return redis.call('LRANGE', KEYS[1], 0, ARGV[2] - 1)
elseif redis.call('HLEN', KEYS[1]) > tonumber(ARGV[2]) then
  return {}
end
return redis.call('HVALS', KEYS[1])
