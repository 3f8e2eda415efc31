# Two servers loaded at the same time on the same cores → the duet of a record. Only CPU time per request is comparable:
# the two rates depend on how the scheduler shared the cores, so they are not kept as rates.
def side($wrk; $sampled; $prefix):
  ($wrk.errors | .connect + .read + .write + .timeout) as $broken
  | {
      ($prefix + "cpu_us"): (if $sampled.ok then $sampled.cpu_us else null end),
      ($prefix + "requests"): $wrk.requests,
      ($prefix + "failed"):
        (if $expects_error then ([$wrk.requests - $wrk.errors.status, 0] | max) else $wrk.errors.status end + $broken)
    };

($own[0]) as $a | ($other[0]) as $b
| {kind: "duet", round: $round, window: $window, reference: $reference}
  + side($a; $own_sampled; "")
  + side($b; $other_sampled; "reference_")
  + {flags: [select(($own_sampled.steal_share // 0) > 0.02) | "noisy_host"]}
