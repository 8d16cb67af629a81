-- Sends the requests of a file with wrk: one a line, with method, path, cookies and body, separated by tabs.
-- "once" stops after the last line; otherwise it begins again.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  requests, at, is_once = {}, 0, args[2] == "once"
  for line in io.lines(args[1]) do
    local method, path, cookies, body = line:match("^(%u+)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = { ["Host"] = wrk.headers["Host"], ["Accept-Encoding"] = "gzip" }
    if cookies ~= "" then headers["Cookie"] = cookies end
    if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    table.insert(requests, wrk.format(method, path, headers, method == "POST" and body or nil))
  end
  counts, count, seen = {}, #requests, 0
end

function request()
  at = at % count + 1
  return requests[at]
end

function response(status)
  counts[status] = (counts[status] or 0) + 1
  seen = seen + 1
  -- the requests that are on their way then are answered too, so the caller prepares more than it needs
  if is_once and at >= count then wrk.thread:stop() end
end

function done(summary, latency)
  local totals = {}
  for _, thread in ipairs(threads) do
    for status, number in pairs(thread:get("counts")) do
      totals[status] = (totals[status] or 0) + number
    end
  end
  local errors = summary.errors
  print(string.format("requests_per_second %.1f", summary.requests / (summary.duration / 1e6)))
  print(string.format("p50_us %.0f", latency:percentile(50)))
  print(string.format("p99_us %.0f", latency:percentile(99)))
  print(string.format("max_us %.0f", latency.max))
  print(string.format("responses %d", summary.requests))
  print(string.format("socket_errors %d", errors.connect + errors.read + errors.write + errors.timeout))
  for status, number in pairs(totals) do print(string.format("status_%d %d", status, number)) end
end
