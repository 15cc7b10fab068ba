-- Moves tasks that no worker holds: to pending, to the archive, or away. Each is checked before its first write.
-- Either the task that is named, from where its hash says it is, or those that are next in a list or set.
-- An id without a message is dropped there. What leaves the archive leaves no hash. A deleted task's lock is freed.
-- KEYS[1] pending list
-- KEYS[2] archived set
-- KEYS[3] set of group names
-- ARGV[1] run, archive or delete
-- ARGV[2] key prefix of the queue (same hash slot)
-- ARGV[3] now, seconds
-- ARGV[4] second up to which archived tasks are too old
-- ARGV[5] most tasks the archive keeps
-- ARGV[6] task id, or empty for those that are next in ARGV[7]
-- ARGV[7] pending, scheduled, retry, archived, completed or g:<group>
-- ARGV[8] most tasks to look at
-- Returns for one task 1 moved, 0 no such task, -1 it is active, -2 it is there already, -3 it is not where its state
-- says; else {ids looked at, tasks moved}
local how, prefix = ARGV[1], ARGV[2]
local places = {scheduled = true, retry = true, archived = true, completed = true}

-- Field 10 of the message: Go keeps the lock of a grouped task nowhere else.
local function lock_in(msg)
  local at, found = 1, ''
  local function varint()
    local value, scale = 0, 1
    for _ = 1, 10 do
      local byte = string.byte(msg, at)
      if not byte then
        return nil
      end
      at = at + 1
      value = value + byte % 128 * scale
      if byte < 128 then
        return value
      end
      scale = scale * 128
    end
  end
  while true do
    local tag = varint()
    local wire = tag and tag % 8
    local size = wire == 1 and 8 or wire == 5 and 4 or (wire == 0 or wire == 2) and varint()
    if not size then
      return found
    end
    if wire ~= 0 then
      if tag == 82 then
        found = string.sub(msg, at, at + size - 1)
      end
      at = at + size
    end
  end
end

local function unlock(id, task)
  local fields = redis.pcall('HMGET', task, 'unique_key', 'group')
  local lock = fields[1]
  if not lock and fields[2] then
    lock = lock_in(redis.call('HGET', task, 'msg') or '')
  end
  local own = prefix .. 'unique:'
  if lock and string.sub(lock, 1, #own) == own and redis.pcall('GET', lock) == id then
    redis.call('DEL', lock)
  end
end

local function put(id, task)
  -- What is moved by hand has crashed 0 times.
  if how ~= 'delete' then
    redis.call('HDEL', task, 'crashes')
  end
  if how == 'run' then
    redis.call('LPUSH', KEYS[1], id)
    redis.call('HSET', task, 'state', 'pending')
  elseif how == 'archive' then
    redis.call('ZADD', KEYS[2], ARGV[3], id)
    redis.call('HSET', task, 'state', 'archived')
  else
    unlock(id, task)
    redis.call('DEL', task)
  end
end

local function forget_if_empty(group)
  if redis.call('ZCARD', prefix .. 'g:' .. group) == 0 then
    redis.call('SREM', KEYS[3], group)
  end
end

local function drop(ids)
  for _, id in ipairs(ids) do
    redis.call('DEL', prefix .. 't:' .. id)
    redis.call('ZREM', KEYS[2], id)
  end
end

local function trim()
  if how == 'archive' then
    drop(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[4], 'LIMIT', 0, 1000))
    local excess = math.min(redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[5]), 1000)
    if excess > 0 then
      drop(redis.call('ZRANGE', KEYS[2], 0, excess - 1))
    end
  end
end

local function one(id)
  local task = prefix .. 't:' .. id
  local fields = redis.pcall('HMGET', task, 'state', 'group')
  local state = fields[1]
  if not state then
    if how ~= 'delete' then
      return 0
    end
    local found = redis.call('LREM', KEYS[1], 0, id)
    for place in pairs(places) do
      found = found + redis.call('ZREM', prefix .. place, id)
    end
    return math.min(found + redis.call('DEL', task), 1)
  elseif state == 'active' then
    return -1
  elseif (how == 'run' and state == 'pending') or (how == 'archive' and state == 'archived') then
    return -2
  end
  local removed = 0
  if state == 'pending' then
    removed = redis.call('LREM', KEYS[1], 0, id)
  elseif state == 'aggregating' and fields[2] then
    removed = redis.call('ZREM', prefix .. 'g:' .. fields[2], id)
    forget_if_empty(fields[2])
  elseif places[state] then
    removed = redis.call('ZREM', prefix .. state, id)
  end
  if removed == 0 then
    return -3
  end
  put(id, task)
  trim()
  return 1
end

-- Whether a task has its message; asked before the first write, as it ends the script while a cluster moves the hash.
-- A key of another type is a remnant.
local function known(task)
  local has = redis.pcall('HEXISTS', task, 'msg')
  if type(has) == 'table' and not string.find(has.err, 'WRONGTYPE', 1, true) then
    error(has.err)
  end
  return has == 1
end

local function next_in(place, count)
  local source = prefix .. place
  local ids
  if place == 'pending' then
    ids = redis.call('LRANGE', source, -count, -1)
  else
    ids = redis.call('ZRANGE', source, 0, count - 1)
  end
  local whole = {}
  for at, id in ipairs(ids) do
    whole[at] = known(prefix .. 't:' .. id)
  end
  if place == 'pending' then
    redis.call('LTRIM', source, 0, -count - 1)
  else
    redis.call('ZREMRANGEBYRANK', source, 0, count - 1)
  end
  local moved = 0
  for at, id in ipairs(ids) do
    local task = prefix .. 't:' .. id
    if whole[at] then
      put(id, task)
      moved = moved + 1
    else
      redis.call('DEL', task)
    end
  end
  if string.sub(place, 1, 2) == 'g:' then
    forget_if_empty(string.sub(place, 3))
  end
  trim()
  return {#ids, moved}
end

if ARGV[6] ~= '' then
  return one(ARGV[6])
end
return next_in(ARGV[7], tonumber(ARGV[8]))
