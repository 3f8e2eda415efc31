-- A paced load: requests leave at the times of a schedule, and not as soon as the answer before is there.
-- wrk asks delay() how long a free connection must wait; it gets the next slot that nobody has taken. A slot that was
-- taken after its time was late: that is the queueing which a closed loop hides. wrk's timers tick in milliseconds, so
-- a lateness below that is the instrument's own.

local FOLDER = debug.getinfo(1, "S").source:match("^@(.*/)")
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanos; } bench_timespec;
  int clock_gettime(int clock, bench_timespec *time);
  typedef struct { uint64_t count, limit, min, max, data[1]; } bench_stats;
]]
local CLOCK_MONOTONIC = ffi.os == "OSX" and 6 or 1
local BUCKETS_PER_OCTAVE = 8
local LONGEST_DELAY_MS = 3600000

-- The rate goes from one number to the other in a straight line over the run, and stays there.
local from = tonumber(os.getenv("WRK_FROM_RPS"))
local to = tonumber(os.getenv("WRK_TO_RPS"))
local seconds = tonumber(os.getenv("WRK_SECONDS"))
local thread_count = tonumber(os.getenv("WRK_THREADS"))
local slope = (to - from) / seconds
local slots_in_run = (from + to) / 2 * seconds

-- Globals, because thread:get() reads nothing else; and flat, because it crashes on a table within a table.
thread_index = 0
taken, sent = 0, 0
late_sum, late_max, late_buckets = 0, 0, {}

local instant = ffi.new("bench_timespec")
local function now_us()
  ffi.C.clock_gettime(CLOCK_MONOTONIC, instant)
  return tonumber(instant.seconds) * 1e6 + tonumber(instant.nanos) / 1e3
end

-- When a slot is due, in µs after the start. The threads' slots interleave.
local function slot_us(number, thread)
  local place = number * thread_count + thread + 0.5
  if place >= slots_in_run then
    return (seconds + (place - slots_in_run) / to) * 1e6
  elseif slope == 0 then
    return place / from * 1e6
  end
  return (math.sqrt(from * from + 2 * slope * place) - from) / slope * 1e6
end

-- Slots of all threads that are due within so many seconds.
local function slots_due(elapsed)
  local within = math.max(0, math.min(elapsed, seconds))
  return from * within + slope * within * within / 2 + math.max(0, elapsed - seconds) * to
end

local function add_late(us)
  local bucket = us < 1 and 0 or math.floor(math.log(us) / math.log(2) * BUCKETS_PER_OCTAVE) + 1
  late_buckets[bucket] = (late_buckets[bucket] or 0) + 1
  late_sum = late_sum + us
  late_max = math.max(late_max, us)
end

function delay()
  local now = now_us()
  started_us = started_us or now
  local wait_us = started_us + slot_us(taken, thread_index) - now
  taken = taken + 1
  return math.max(0, math.min(math.ceil(wait_us / 1000), LONGEST_DELAY_MS))
end

local next_request

-- The requests are made once; what is sent is one of them.
function init()
  if (os.getenv("WRK_MIX") or "") ~= "" then
    next_request = dofile(FOLDER .. "wrk_mix.lua")(thread_index)
  else
    local text = wrk.format()
    next_request = function() return text end
  end
end

-- The n-th request that leaves is compared with the n-th slot. One that is sent again after a broken connection has no
-- slot, and neither has the one that wrk asks for before the start.
function request()
  if sent < taken then
    add_late(math.max(0, now_us() - started_us - slot_us(sent, thread_index)))
    sent = sent + 1
  end
  return next_request()
end

local threads = {}

function setup(thread)
  thread:set("thread_index", #threads)
  threads[#threads + 1] = thread
end

-- Adds the threads' lateness to this state's own; gives the time since the first connection was there, in seconds.
-- A slot that was due and has not been taken when the run ends is as late as that.
local function collect(ended_us)
  local longest_us = 0
  for index, thread in ipairs(threads) do
    for bucket, count in pairs(thread:get("late_buckets")) do late_buckets[bucket] = (late_buckets[bucket] or 0) + count end
    late_sum = late_sum + thread:get("late_sum")
    late_max = math.max(late_max, thread:get("late_max"))
    local run_us, slot = ended_us - (thread:get("started_us") or ended_us), thread:get("sent")
    longest_us = math.max(longest_us, run_us)
    while slot_us(slot, index - 1) < run_us do
      add_late(run_us - slot_us(slot, index - 1))
      slot = slot + 1
    end
  end
  return longest_us / 1e6
end

-- The middle of the bucket that holds the percentile, never above the highest value.
local function late_percentile(total, percent)
  local order, seen = {}, 0
  for bucket in pairs(late_buckets) do order[#order + 1] = bucket end
  table.sort(order)
  for _, bucket in ipairs(order) do
    seen = seen + late_buckets[bucket]
    if seen >= percent / 100 * total then
      return bucket == 0 and 0 or math.min(2 ^ ((bucket - 0.5) / BUCKETS_PER_OCTAVE), late_max)
    end
  end
end

local function late_object()
  local total = 0
  for _, count in pairs(late_buckets) do total = total + count end
  if total == 0 then return "null" end
  return string.format('{"mean":%.1f,"p50":%.1f,"p99":%.1f,"max":%.1f}', late_sum / total,
    late_percentile(total, 50), late_percentile(total, 99), late_max)
end

-- How often each request of a mix was sent, in the order of its file.
local function drawn_object()
  local counts = {}
  for _, thread in ipairs(threads) do
    for index, count in pairs(thread:get("drawn") or {}) do counts[index] = (counts[index] or 0) + count end
  end
  return #counts > 0 and "[" .. table.concat(counts, ",") .. "]" or "null"
end

-- For latencies above twice the time between two requests of a connection wrk adds the samples that a closed loop
-- would have missed. A schedule misses none: what it did is taken back, from the highest latency down.
local function undo_correction(summary, latency)
  local per_connection = math.floor(summary.requests / tonumber(os.getenv("WRK_CONNECTIONS")))
  local expected = per_connection > 0 and math.floor(summary.duration / per_connection) or 0
  if expected == 0 or latency.max <= 2 * expected then return end
  local stats = ffi.cast("bench_stats **", latency)[0]
  assert(stats.min == latency.min and stats.max == latency.max, "this version of wrk keeps its latencies in another way")
  for value = latency.max, 2 * expected + 1, -1 do
    local count = stats.data[value]
    for missed = count > 0 and value - expected or 0, expected + 1, -expected do
      stats.data[missed] = stats.data[missed] - count
      stats.count = stats.count - count
    end
  end
end

-- What done() adds to its result; also mends the latency. `due` is the number of answers that a server which keeps up
-- has given by the end: those of the slots that were due one mean latency before.
return function(summary, latency)
  local elapsed = collect(now_us())
  undo_correction(summary, latency)
  local under_way = summary.requests > 0 and latency.mean / 1e6 or 0
  return string.format('{"target_rps":%.3f,"achieved_rps":%.3f,"due":%d,"late_us":%s,"drawn":%s}',
    elapsed > 0 and slots_due(elapsed) / elapsed or (from + to) / 2, elapsed > 0 and summary.requests / elapsed or 0,
    slots_due(elapsed - under_way), late_object(), drawn_object())
end
