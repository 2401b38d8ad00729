-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- All operations of the board. Redis runs a script alone, so each call is atomic. ARGV[1] names the
-- operation, ARGV[2] the session or the contender, and the other arguments follow.
--
-- entries: hash, name of an entry -> job
-- locks: hash, name of an entry -> "token session"
-- sessions: sorted set of sessions; the score is the moment at which a session ends, in
--   milliseconds of this server's clock
-- terms: hash, name of an election -> "end token contender"
-- state: hash with the newest token, the newest number of an entry, and the session of the feeder
-- changes: stream of the last changes; its name is also the channel of the notifications
local entries, locks, sessions, terms, state, changes =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local operation, session = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local changed = {}
local notifies = false

-- '+' entry added, '-' entry and lock removed, '*' locked, '!' lock released, 'F' feeder ended
local function note(kind, text)
  changed[#changed + 1] = kind .. text
  notifies = notifies or kind == '+' or kind == '!' or kind == 'F'
end

-- Counts up, and is at least the present time in microseconds. So numbers of an emptied server are
-- greater than all numbers before. A number may be larger than Lua can count, so it stays a text.
local function number(field)
  local last = redis.call('HGET', state, field)
  if not last or tonumber(last) < micros then
    redis.call('HSET', state, field, string.format('%.0f', micros))
  else
    redis.call('HINCRBY', state, field, 1)
  end
  return redis.call('HGET', state, field)
end

local function endSessions(ended)
  local gone = {}
  for _, each in ipairs(ended) do
    gone[each] = true
    redis.call('ZREM', sessions, each)
    if redis.call('HGET', state, 'feeder') == each then
      redis.call('HDEL', state, 'feeder')
      note('F', '')
    end
  end
  local held = redis.call('HGETALL', locks)
  for i = 1, #held, 2 do
    if gone[string.match(held[i + 1], '^%S+ (.+)$')] then
      redis.call('HDEL', locks, held[i])
      note('!', held[i])
    end
  end
end

local function isOpen()
  return redis.call('ZSCORE', sessions, session) ~= false
end

local function isOwn(name)
  local lock = redis.call('HGET', locks, name)
  return lock and string.match(lock, '^%S+ (.+)$') == session
end

local function store()
  if #changed > 0 then
    redis.call('XADD', changes, 'MAXLEN', '~', 1000, '*', 'c', table.concat(changed, '\n'))
    if notifies then
      redis.call('PUBLISH', changes, 'changed')
    end
    changed = {}
  end
end

local operations = {}

-- The answer: milliseconds until the next session ends, id of the newest change, 0 and the changes
-- after a known change; or 1, all entries with their jobs, and all locked entries.
function operations.refresh()
  local known = ARGV[4]
  redis.call('ZADD', sessions, now + ARGV[3], session)
  store()
  local left = redis.call('ZRANGE', sessions, 0, 0, 'WITHSCORES')[2] - now
  if known ~= '' and #redis.call('XRANGE', changes, known, known) == 1 then
    local found = redis.call('XRANGE', changes, '(' .. known, '+')
    local texts = {}
    for i, change in ipairs(found) do
      texts[i] = change[2][2]
    end
    return {left, #found > 0 and found[#found][1] or known, 0, texts}
  end
  local newest = redis.call('XREVRANGE', changes, '+', '-', 'COUNT', 1)
  local id = #newest == 1 and newest[1][1] or redis.call('XADD', changes, '*', 'c', '')
  return {left, id, 1, redis.call('HGETALL', entries), redis.call('HKEYS', locks)}
end

function operations.open()
  redis.call('ZADD', sessions, now + ARGV[3], session)
  return {1}
end

function operations.confirm()
  if not isOpen() then
    return {0}
  end
  redis.call('ZADD', sessions, now + ARGV[3], session)
  return {1}
end

-- Answers whether the session had not ended before.
function operations.close()
  local open = isOpen() and 1 or 0
  endSessions({session})
  return {open}
end

-- Answers with nothing if the session has ended, else with a text for each name: the token, '0' if
-- another session has the lock, '-1' if there is no such entry.
function operations.take()
  if not isOpen() then
    return {}
  end
  local tokens = {}
  for i = 3, #ARGV do
    local name = ARGV[i]
    local lock = redis.call('HGET', locks, name)
    if lock then
      tokens[#tokens + 1] = isOwn(name) and string.match(lock, '^%S+') or '0'
    elseif redis.call('HEXISTS', entries, name) == 0 then
      tokens[#tokens + 1] = '-1'
    else
      local token = number('token')
      redis.call('HSET', locks, name, token .. ' ' .. session)
      note('*', name)
      tokens[#tokens + 1] = token
    end
  end
  return tokens
end

function operations.release()
  for i = 3, #ARGV do
    if isOwn(ARGV[i]) then
      redis.call('HDEL', locks, ARGV[i])
      note('!', ARGV[i])
    end
  end
  return {1}
end

function operations.consume()
  for i = 3, #ARGV do
    if isOwn(ARGV[i]) then
      redis.call('HDEL', entries, ARGV[i])
      redis.call('HDEL', locks, ARGV[i])
      note('-', ARGV[i])
    end
  end
  return {1}
end

-- Answers with the locks of these entries; an entry without a lock has an empty text.
function operations.locks()
  local found = {}
  for i = 3, #ARGV do
    found[#found + 1] = redis.call('HGET', locks, ARGV[i]) or ''
  end
  return found
end

-- The arguments are pairs of the start of a name and a job.
function operations.post()
  for i = 3, #ARGV, 2 do
    local name = ARGV[i] .. number('entry')
    redis.call('HSET', entries, name, ARGV[i + 1])
    note('+', name .. ' ' .. ARGV[i + 1])
  end
  return {1}
end

function operations.remove()
  local removed = {}
  for i = 3, #ARGV do
    local name = ARGV[i]
    if redis.call('HEXISTS', locks, name) == 0 and redis.call('HDEL', entries, name) == 1 then
      note('-', name)
      removed[#removed + 1] = name
    end
  end
  return removed
end

function operations.feed()
  if isOpen() then
    redis.call('HSETNX', state, 'feeder', session)
  end
  return {redis.call('HGET', state, 'feeder') == session and 1 or 0}
end

function operations.notify()
  redis.call('PUBLISH', ARGV[3], 'jobs')
  return {1}
end

-- Makes later tokens greater than a token. Tokens are compared as texts, as they may be larger than
-- Lua can count.
function operations.raise()
  local last, least = redis.call('HGET', state, 'token') or '0', ARGV[3]
  if #last < #least or (#last == #least and last < least) then
    redis.call('HSET', state, 'token', least)
  end
  return {1}
end

local function term(election)
  local stored = redis.call('HGET', terms, election)
  if stored then
    local finish, token, contender = string.match(stored, '^(%S+) (%S+) (.*)$')
    if tonumber(finish) > now then
      return token, contender
    end
  end
  return nil
end

-- Answers with a text for each election: the token of the contender's term, or an empty text.
function operations.contend()
  local tokens = {}
  for i = 4, #ARGV do
    local token, contender = term(ARGV[i])
    if not token or contender == session then
      token = token or number('token')
      local finish = string.format('%.0f', now + ARGV[3])
      redis.call('HSET', terms, ARGV[i], finish .. ' ' .. token .. ' ' .. session)
      tokens[#tokens + 1] = token
    else
      tokens[#tokens + 1] = ''
    end
  end
  return tokens
end

function operations.resign()
  local token = term(ARGV[3])
  if token == ARGV[4] then
    redis.call('HDEL', terms, ARGV[3])
  end
  return {1}
end

function operations.leaders()
  local leaders = {}
  for i = 3, #ARGV do
    local token, contender = term(ARGV[i])
    leaders[#leaders + 1] = token and contender or ''
  end
  return leaders
end

local ended = redis.call('ZRANGEBYSCORE', sessions, '-inf', now)
if #ended > 0 then
  endSessions(ended)
end
local answer = operations[operation]()
store()
return answer
