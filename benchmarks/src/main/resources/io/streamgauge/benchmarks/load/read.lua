-- Asks for the features of random customers: wrk ... -- ROUTE BATCH CUSTOMERS FEATURE...
-- Prints one line at the end: requests, errors, microseconds, p50 and p99 in microseconds.
local feast, batch, customers
local head, tail

function init(args)
  feast = args[1] == "feast"
  batch = tonumber(args[2])
  customers = tonumber(args[3])
  math.randomseed(tonumber(args[4]))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  if feast then
    wrk.path = "/get-online-features"
    local features = {}
    for i = 5, #args do
      features[#features + 1] = '"load:' .. args[i] .. '"'
    end
    head = '{"features": [' .. table.concat(features, ",") .. '], "entities": {"customer_id": ['
    tail = ']}}'
  else
    wrk.path = "/v1/features/load"
    head = '{"entities": ['
    tail = ']}'
  end
end

function request()
  local entities = {}
  for i = 1, batch do
    local id = '"' .. math.random(0, customers - 1) .. '"'
    entities[i] = feast and id or '{"customer_id": ' .. id .. '}'
  end
  return wrk.format(nil, nil, nil, head .. table.concat(entities, ",") .. tail)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %d %d %d %d %d", summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)))
end
