-- Sends the requests of a file in random order, each prepared before the clock starts. A line of the file is the path, the bearer
-- token (empty for none) and the body, separated by tabs.
local requests = {}

function init(args)
  math.randomseed(tonumber(args[2]))
  for line in io.lines(args[1]) do
    local path, token, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Content-Type"] = "application/json" }
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency, _)
  dofile(os.getenv("WRK_DONE"))(summary, latency)
end
