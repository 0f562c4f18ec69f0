-- Sends each request of a file once, in order, and stops with the last. A line of the file is the path, the bearer token (empty for
-- none) and the body, separated by tabs.
local lines

function init(args)
  lines = io.lines(args[1])
end

function request()
  local line = lines()
  if not line then
    wrk.thread:stop()
    return "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
  end
  local path, token, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
  local headers = { ["Content-Type"] = "application/json" }
  if token ~= "" then headers["Authorization"] = "Bearer " .. token end
  return wrk.format("POST", path, headers, body)
end

function done(summary, latency, _)
  dofile(os.getenv("WRK_DONE"))(summary, latency)
end
