"\n## Performance Results\n",
"| Framework | Endpoint | Requests/sec | Avg Latency | 99% Latency |",
"| --- | --- | ---: | ---: | ---: |",
(.results[] | "| \(.framework) | \(.endpoint_name) | \(.requests_per_sec) | \(.avg_latency) | \(.p99_latency) |")
