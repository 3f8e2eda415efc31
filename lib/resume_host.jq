# What of a run's host, method and tools is not as it is now, in words: the same that runs must share to be compared.
def told($what; $before; $now): if $before == $now then empty else "\($what) was \($before // "unknown"), and is \($now // "unknown")" end;

[ told("the method"; .methodology; $methodology),
  (("cpu", "cores", "memory_kib", "kernel") as $key | told("the host\u0027s \($key)"; .host[$key]; $host[$key])),
  (("python", "wrk") as $key | told($key; .versions[$key]; $versions[$key])) ]
| join("; ")
