# Records of a run → what the latency of each cell is measured at: lines of framework, group.endpoint, share (or null) and
# requests per second. A share is of the cell's own capacity, its median rate; the last line of a cell is the rate that all
# frameworks of its endpoint get: half of what the slowest of them can do.
def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;

def capacity:
  [.rounds[].windows
    | map(select(.failed * 1000 <= .requests and .requests > 0))
    | select(length > 0)
    | (map(.requests - .failed) | add) / (map(.seconds) | add)]
  | if length > 0 then median else null end;

[inputs | select(.status == "ok") | {framework, id: "\(.group).\(.endpoint)", capacity: capacity} | select(.capacity)]
| group_by(.id)[]
| (map(.capacity) | min) as $slowest
| .[]
| . as $cell
| ($shares[] | {share: ., rps: (. * $cell.capacity)}), {share: null, rps: ($common * $slowest)}
| "\($cell.framework) \($cell.id) \(.share) \([.rps, 1] | max | floor)"
