-- One load: the request comes from the environment, the result goes to WRK_RESULT as JSON, in microseconds.
-- wrk's printed text is never parsed: it rounds, and it changes its units.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long micros; } bench_timeval;
  typedef struct { bench_timeval user; bench_timeval system; long rest[14]; } bench_rusage;
  int getrusage(int who, bench_rusage *usage);
]]

local function read_file(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function environment(name)
  local value = os.getenv(name)
  if value == "" then return nil end
  return value
end

wrk.method = environment("WRK_METHOD") or "GET"
if environment("WRK_BODY_FILE") then
  wrk.body = read_file(os.getenv("WRK_BODY_FILE"))
end
for line in (os.getenv("WRK_HEADERS") or ""):gmatch("[^\30]+") do
  local name, value = line:match("^([^:]+): *(.*)$")
  wrk.headers[name] = value
end

-- Read only when it is needed: without it no Lua runs between two requests.
local paced = environment("WRK_FROM_RPS") and dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "wrk_paced.lua")

-- A load of so many requests: it ends for each thread with its last answer, though wrk itself waits for the whole time.
local most = tonumber(os.getenv("WRK_MAX_REQUESTS") or "0")
local capped = most > 0 and dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "wrk_capped.lua")

-- CPU time of this process: tells whether the client was the limit.
local function own_cpu_us()
  local usage = ffi.new("bench_rusage")
  ffi.C.getrusage(0, usage)
  local total = usage.user.seconds + usage.system.seconds
  return tonumber(total) * 1e6 + tonumber(usage.user.micros + usage.system.micros)
end

-- The shape of the latency distribution in few points: dense where readers look, at the upper end.
local PERCENTS = {
  1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 88, 90, 92, 94, 95, 96, 97, 98,
  99, 99.25, 99.5, 99.75, 99.9, 99.95, 99.99, 99.999,
}

local function quantiles(latency)
  local points = { string.format("[0,%d]", latency.min) }
  for _, percent in ipairs(PERCENTS) do
    points[#points + 1] = string.format("[%g,%d]", percent, latency:percentile(percent))
  end
  points[#points + 1] = string.format("[100,%d]", latency.max)
  return "[" .. table.concat(points, ",") .. "]"
end

local function latency_object(latency)
  local named = { p50 = 50, p75 = 75, p90 = 90, p95 = 95, p99 = 99, p99_9 = 99.9 }
  local parts = {
    string.format('"mean":%.1f', latency.mean), string.format('"stdev":%.1f', latency.stdev),
    string.format('"min":%d', latency.min), string.format('"max":%d', latency.max),
  }
  for name, percent in pairs(named) do
    parts[#parts + 1] = string.format('"%s":%d', name, latency:percentile(percent))
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function done(summary, latency)
  local errors = summary.errors
  local measured = summary.requests > 0
  local pace = paced and paced(summary, latency) or "null"
  local file = assert(io.open(os.getenv("WRK_RESULT"), "w"))
  assert(file:write(string.format(
    '{"seconds":%.6f,"requests":%d,"bytes":%d,'
      .. '"errors":{"connect":%d,"read":%d,"write":%d,"timeout":%d,"status":%d},'
      .. '"latency_us":%s,"quantiles":%s,"cpu_us":%d,"paced":%s}\n',
    capped and capped(summary) or summary.duration / 1e6, summary.requests, summary.bytes,
    errors.connect, errors.read, errors.write, errors.timeout, errors.status,
    measured and latency_object(latency) or "null", measured and quantiles(latency) or "[]", own_cpu_us(), pace)))
  assert(file:close())
end
