# What the numbers were measured on and with: host, versions, commit. Everything goes into the records.

MACHINE_METHODOLOGY=2 # raised whenever numbers before and after a change cannot be compared

machine::host_json() {
  local model governor=/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor
  model=$(machine::cpu_model)
  jq -n --arg cpu "$model" --argjson cores "$(nproc)" --arg kernel "$(uname -sr)" \
    --arg governor "$([[ ! -r $governor ]] || cat "$governor")" --argjson memory "$(machine::memory_kib)" \
    --arg system "$(machine::system_name)" --argjson virtualised "$(machine::is_virtual && echo true || echo false)" \
    '{cpu: $cpu, cores: $cores, governor: (if $governor == "" then null else $governor end), kernel: $kernel,
      memory_kib: $memory, virtualised: $virtualised, system: $system}'
}

machine::versions_json() {
  jq -n --arg python "$("$SETUP_PYTHON" -c 'import platform; print(platform.python_version())')" \
    --arg wrk "$(machine::wrk_version)" --arg bash "$BASH_VERSION" --arg project "$(machine::project_version)" \
    '{python: $python, wrk: $wrk, bash: $bash, project: $project}'
}

machine::cpu_model() {
  if [[ -r /proc/cpuinfo ]]; then
    sed -n '/^model name/{s/.*: //p;q}' /proc/cpuinfo
  else
    sysctl -n machdep.cpu.brand_string
  fi
}

machine::memory_kib() {
  if [[ -r /proc/meminfo ]]; then
    awk '/^MemTotal/ {print $2}' /proc/meminfo
  else
    printf '%d' "$(($(sysctl -n hw.memsize) / 1024))"
  fi
}

machine::system_name() {
  if [[ -r /etc/os-release ]]; then
    sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release
  else
    uname -s
  fi
}

machine::is_virtual() {
  grep -qs '^flags.*\bhypervisor\b' /proc/cpuinfo
}

# "4.1.0" of "wrk debian/4.1.0-3+b2 [epoll] …"; wrk prints it with a failing status.
machine::wrk_version() {
  { wrk -v 2>&1 || :; } | sed -n '1s/^wrk \(debian\/\)\{0,1\}\([0-9.]*\).*/\2/p'
}

machine::project_version() {
  sed -n 's/^version = "\(.*\)"/\1/p' "$CORE_ROOT/pyproject.toml"
}

# Commit and whether the tree differs from it; null outside a repository.
machine::commit_json() {
  if ! git -C "$CORE_ROOT" rev-parse --verify --quiet HEAD >/dev/null 2>&1; then
    printf 'null false\n'
    return 0
  fi
  local dirty=false
  [[ -z $(git -C "$CORE_ROOT" status --porcelain) ]] || dirty=true
  printf '"%s" %s\n' "$(git -C "$CORE_ROOT" rev-parse HEAD)" "$dirty"
}

# The numbers of a list like "0-2,5", one a line and each once.
machine::list_cpus() { # <list>
  local part number
  local -a parts
  IFS=, read -ra parts <<<"$1"
  for part in "${parts[@]}"; do
    for ((number = 10#${part%-*}; number <= 10#${part#*-}; number++)); do printf '%d\n' "$number"; done
  done | sort -nu
}

# "0-2,5" → 4; empty → all.
machine::count_cpus() { # <list>
  local -a numbers
  mapfile -t numbers < <(machine::list_cpus "$1")
  printf '%d' "$((${#numbers[@]} > 0 ? ${#numbers[@]} : $(nproc)))"
}
