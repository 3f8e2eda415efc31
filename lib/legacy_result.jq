# A record → the legacy result, with wrk's own numbers written as wrk writes them.
def fixed2: (. * 100 | round) as $c | "\($c / 100 | floor).\($c % 100 | tostring | if length < 2 then "0" + . else . end)";
def time_text: if . >= 1e6 then (. / 1e6 | fixed2) + "s" elif . >= 1e3 then (. / 1e3 | fixed2) + "ms" else fixed2 + "us" end;
def bytes_text:
  if . >= 1073741824 then (. / 1073741824 | fixed2) + "GB"
  elif . >= 1048576 then (. / 1048576 | fixed2) + "MB"
  elif . >= 1024 then (. / 1024 | fixed2) + "KB"
  else fixed2 + "B" end;

.rounds[0].windows[0] as $w
| {
    framework, endpoint: .path, endpoint_name: .endpoint, method, duration: $duration, connections, threads,
    requests_per_sec: (($w.requests - $w.failed) / $w.seconds | fixed2),
    avg_latency: ($w.latency_us.mean | time_text),
    p99_latency: ($w.latency_us.p99 | time_text),
    transfer_per_sec: ($w.bytes / $w.seconds | bytes_text),
    timestamp: $timestamp
  }
