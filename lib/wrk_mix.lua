-- A mix: each request is drawn by weight from those of the file WRK_MIX, one a line: weight, method, path, headers (parted
-- by the record separator) and body file, parted by the unit separator. All are made once, before the load.

local function read_file(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function parse_headers(text)
  local headers = {}
  for line in text:gmatch("[^\30]+") do
    local name, value = line:match("^([^:]+): *(.*)$")
    headers[name] = value
  end
  return headers
end

-- The requests as they are sent, and the sum of the weights up to each.
local function read_mix(path)
  local requests, limits, total = {}, {}, 0
  wrk.body = nil -- or a request without a body would get this one
  for line in io.lines(path) do
    local weight, method, target, headers, body = line:match("^([^\31]*)\31([^\31]*)\31([^\31]*)\31([^\31]*)\31(.*)$")
    total = total + tonumber(weight)
    limits[#limits + 1] = total
    requests[#requests + 1] = wrk.format(method, target, parse_headers(headers), body ~= "" and read_file(body) or nil)
  end
  return requests, limits, total
end

-- How often each was drawn. A global, because thread:get() reads nothing else.
drawn = {}

-- The function that gives the next request of a thread. The same seed draws the same requests.
return function(thread)
  local requests, limits, total = read_mix(os.getenv("WRK_MIX"))
  math.randomseed(tonumber(os.getenv("WRK_SEED")) + thread)
  for index = 1, #requests do drawn[index] = 0 end
  return function()
    local place, index = math.random() * total, 1
    while limits[index] <= place do index = index + 1 end
    drawn[index] = drawn[index] + 1
    return requests[index]
  end
end
