# What the legacy run says of the machine.
($disk / " ") as $d
| {
    timestamp: $timestamp,
    operating_system: {name: $host.system, kernel: $host.kernel, architecture: $architecture},
    cpu: {model: $host.cpu, cores: $host.cores, governor: $host.governor, virtualised: $host.virtualised},
    memory: {total_kib: $host.memory_kib, available_kib: $available},
    disk: {size: $d[0], used: $d[1], available: $d[2], use: $d[3]},
    python_environment: {version: $versions.python, executable: $executable},
    tools: {wrk: $versions.wrk, bash: $versions.bash},
    system_load: $load
  }
