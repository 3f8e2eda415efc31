.benchmark_info
| "## Test Configuration\n\n- **Duration**: \(.duration)\n- **Connections**: \(.connections)\n- **Threads**: \(.threads)\n- **Tool**: \(.tool)\n- **Date**: \(.timestamp)\n"
