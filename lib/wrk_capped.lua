-- A load of so many requests and no more (WRK_MAX_REQUESTS, shared out over the threads), for servers that must not get
-- what a whole window could send. wrk sleeps on to the end of its time, so the time of the load is measured here.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanos; } bench_instant;
  int clock_gettime(int clock, bench_instant *time);
]]
local CLOCK_MONOTONIC = ffi.os == "OSX" and 6 or 1

local share = math.max(1, math.floor(tonumber(os.getenv("WRK_MAX_REQUESTS")) / tonumber(os.getenv("WRK_THREADS"))))
local threads = {}

local instant = ffi.new("bench_instant")
local function now_us()
  ffi.C.clock_gettime(CLOCK_MONOTONIC, instant)
  return tonumber(instant.seconds) * 1e6 + tonumber(instant.nanos) / 1e3
end

-- Globals, because thread:get() reads nothing else.
begun_us = now_us()
answered = 0

local set_up = setup
function setup(thread)
  if set_up then set_up(thread) end
  threads[#threads + 1] = thread
end

function response()
  answered = answered + 1
  if answered == share then
    ended_us = now_us()
    wrk.thread:stop()
  end
end

-- Seconds from the start of the first thread to the last answer of the last; the whole time, where one was not done.
return function(summary)
  local first, last = math.huge, 0
  for _, thread in ipairs(threads) do
    local ended = thread:get("ended_us")
    if not ended then return summary.duration / 1e6 end
    first, last = math.min(first, thread:get("begun_us")), math.max(last, ended)
  end
  return (last - first) / 1e6
end
