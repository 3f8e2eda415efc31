# wrk's result, the sampler's answer and the place of the window → the window of a record, then one line for the runner.
# $expects_error: the right answer is a 4xx, so an answer that is none is the failure.
($load[0]) as $wrk
# A client that opens its connections before its load counts the server's time over the load alone.
| ($server | if .ok then . + (if $wrk.server_cpu_us then {cpu_us: $wrk.server_cpu_us} else {} end) else null end) as $sampled
| ($wrk.errors | .connect + .read + .write + .timeout) as $broken
| (if $expects_error then ([$wrk.requests - $wrk.errors.status, 0] | max) else $wrk.errors.status end + $broken) as $failed
| ($wrk.seconds * 1e6) as $us
| ($wrk.cpu_us / ($us * $client_cores)) as $client_share
| (if $sampled then $sampled.cpu_us / ($us * $server_cores) else null end) as $server_share
| (if $wrk.latency_us then $wrk.latency_us.mean * $wrk.requests / $us / $connections else null end) as $stall
# A server that keeps up has answered all that was due, but for one request: 2 % of ten are none.
| ($wrk.paced | . != null and $wrk.requests < .due - ([1, .due * 0.02] | max)) as $unsustained
| {
    kind: "window", round: $round, window: $window, position: $position,
    seconds: $wrk.seconds, requests: $wrk.requests, failed: $failed, bytes: $wrk.bytes, errors: $wrk.errors,
    latency_us: $wrk.latency_us, quantiles: $wrk.quantiles, paced: $wrk.paced, proof: $proof,
    extra: (($wrk.extra // {}) + (if $proof then {drain_ms: $proof.drain_ms,
      completed_per_second: ($proof.moved / ([$proof.total_ms, 1] | max) * 1000)} else {} end)
      + (if $wrk.beside_requests then {beside_per_second: ($wrk.beside_requests / $wrk.seconds)} else {} end)),
    collected: ($sampled.collected // {}), uncollected: ($sampled.uncollected // {}),
    client: {cpu_us: $wrk.cpu_us, share: $client_share},
    server: (if $sampled then $sampled | {cpu_us, processes, threads, memory_kib, context_switches, files, busiest_share, unaccepted} + {share: $server_share}
      # The other load's CPU time is in it, and cannot be told apart.
      + (if $wrk.beside_requests then {cpu_us: null} else {} end) else null end),
    host: {steal_share: $sampled.steal_share, pressure_share: $sampled.pressure_share},
    flags: [
      (select($client_share >= 0.9) | "client_limited"),
      (select($wrk.paced == null and $server_share != null and $server_share < 0.8) | "server_idle"),
      (select(($sampled.steal_share // 0) > 0.02) | "noisy_host"),
      (select($wrk.paced == null and $stall != null and $stall > 1.2) | "stalled"),
      (select($unsustained) | "unsustained"),
      (select($keep_alive == false) | "closes_connections"),
      # Where each answer closes its connection, some are always on their way.
      (select($keep_alive != false and ($sampled.unaccepted // 0) * 100 > $connections) | "unaccepted"),
      (select($sampled.memory_kib | . != null and .idle != null and .after != null and .after > 2 * .idle and .after - .idle > 32768) | "memory_grows")
    ]
  }
| ., "\(.requests) \(.failed) \(
    {status: ($failed - $broken)} + ($wrk.errors | {connect, read, write, timeout})
    | to_entries | map(select(.value > 0) | "\(.key) \(.value)") | join(", "))"
