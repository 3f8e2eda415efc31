# One step of a stress run → its event for the journal, then one line for the runner: the verdict and the good answers per second.
# $window: what the load gave, or null; $best: the highest rate of an earlier step of this kind, or 0.
# The order of the verdicts is that of blame: what the client spoils says nothing about latency, what the server does it does.
def rounded: . * 10 | round / 10;
def share_text: "\(. * 100 | rounded) %";

($window // {requests: 0, failed: 0, seconds: 1, errors: {}, client: {share: 0}, flags: []}) as $w
| ([$w.requests - $w.failed, 0] | max / $w.seconds) as $rate
| ($w.errors | [.connect, .read, .write, .timeout] | map(. // 0) | add) as $broken
| ($w.failed / ([$w.requests + $broken, 1] | max)) as $error_share
| (if $target then $w.paced.achieved_rps / $target else null end) as $reached
# A closed loop keeps every connection waiting for an answer. The time that no answer accounts for was waited in vain; a part
# of it, below a half, is the client's own: it writes to one connection after the other.
| (if $target or $w.latency_us == null then null
   else [1 - $w.latency_us.mean * $w.requests / 1e6 / $w.seconds / $connections, 0] | max end) as $unanswered
# Under a paced load a request is as slow as its answer plus the time it was sent too late.
| (if $w.latency_us then ($w.latency_us.p99 + ($w.paced.late_us.p99 // 0)) / 1000 else null end) as $p99_ms
| (if $died != "" then ["died", "the server \($died)"]
   elif $answered == null then ["unresponsive", "no right answer came after the load"]
   elif $window == null then ["errors", $reason]
   elif $error_share > 0.01 then
     ["errors", "\($error_share | share_text) of the requests failed (\($w.errors | to_entries | map(select(.value > 0) | "\(.key) \(.value)") | join(", ")))"]
   elif $w.client.share >= 0.9 then ["client_limited", "wrk used \($w.client.share | share_text) of its cores"]
   elif $w.requests == 0 then ["slow", "no request was answered within \($w.seconds | rounded) s"]
   elif $w.flags | index("unsustained") then ["falls", "\($reached | share_text) of the wanted rate was reached"]
   elif $p99_ms > $slo_ms then ["slow", "p99 \($p99_ms | rounded) ms is above \($slo_ms) ms"]
   elif ($unanswered // 0) > 0.5 and $unanswered * $w.seconds * 1000 > $slo_ms then
     ["slow", "\($unanswered | share_text) of the connections' time went by without an answer"]
   elif $rate < 0.8 * $best then ["falls", "the rate fell to \($rate / $best | share_text) of the best"]
   else ["ok", null] end) as [$verdict, $text]
| {kind: "step", step: {
    kind: $kind, connections: $connections, target_rps: $target, attempt: $attempt, verdict: $verdict, text: $text, rate: (if $window then $rate else null end),
    error_share: (if $window then $error_share else null end), p99_ms: $p99_ms, unanswered_share: $unanswered, answered_ms: (if $died == "" then $answered else null end),
    window: ($window | if . then del(.kind, .round) else null end)
  }}
| ., "\($verdict) \($rate | floor)"
