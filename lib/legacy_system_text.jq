def gib: (. / 1048576 * 10 | round) / 10 | "\(.) GiB";
"# System Information\n",
"## Operating System\n", "- \(.operating_system.name)", "- \(.operating_system.kernel) on \(.operating_system.architecture)\n",
"## CPU\n", "- \(.cpu.model), \(.cpu.cores) cores\(if .cpu.virtualised then ", virtual machine" else "" end)\n",
"## Memory\n", "- \(.memory.total_kib | gib) in all, \(.memory.available_kib | gib) available\n",
"## Disk\n", "- \(.disk.size) in all, \(.disk.available) free\n",
"## Python Environment\n", "- Python \(.python_environment.version)", "- wrk \(.tools.wrk), bash \(.tools.bash)\n",
"## System Load\n", "- \(.system_load)"
