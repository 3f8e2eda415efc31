# lib/placement.sh: which CPUs the servers and wrk get.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  use_stubs nproc taskset
}

# Prints the CPUs of the servers and of wrk, and how many cores count for each.
cpus() { # <argument>…
  work() {
    cli::parse "$@"
    placement::settle "$OPT_workers"
    printf '%s|%s|%d|%d' "$SERVER_CPUS" "$WRK_CPUS" "$PLACEMENT_SERVER_CPUS" "$PLACEMENT_CLIENT_CORES"
  }
  run as_runner work "$@"
}

@test "servers and wrk get cores of their own" {
  local given
  for given in "2 1:0|1|1|1" "4 1:0|1-3|1|3" "4 2:0-1|2-3|2|2" "4 9:0-1|2-3|2|2" "8 3:0-2|3-7|3|5"; do
    export STUB_CORES=${given%% *}
    local workers=${given#* }
    cpus --workers "${workers%%:*}"
    ended 0
    same "${given%%:*}:$output" "$given"
  done
}

@test "with one core, or without taskset, nothing is pinned and the run says so" {
  export STUB_CORES=1
  cpus
  ended 0
  has "$output" "[WARNING] servers and wrk are not pinned"
  has "$output" "||1|1"
  export STUB_CORES=4
  rm "$WORK/bin/taskset"
  use_only bash env rm mktemp readlink sort cat tr cut paste
  PATH=$WORK/bin:$PATH
  cpus
  ended 0
  has "$output" "not pinned"
  has "$output" "||4|4"
}

@test "CPUs that are asked for are taken" {
  export STUB_CORES=8
  cpus --server-cpus 2-3 --client-cpus 4,6
  ended 0
  same "$output" "2-3|4,6|2|2"
}

@test "CPUs that the machine has not are refused" {
  cpus --server-cpus 4
  ended 2
  has "$output" "--server-cpus 4: this machine has the CPUs 0 to 3"
  cpus --client-cpus 1-9
  ended 2
  has "$output" "--client-cpus 1-9: this machine has the CPUs 0 to 3"
}

@test "servers and wrk never share a CPU, whether asked for or by default" {
  cpus --server-cpus 0-2 --client-cpus 1,2-3
  ended 2
  has "$output" "would share 1,2: give both --server-cpus and --client-cpus"
  cpus --server-cpus 3
  ended 2
  has "$output" "would share 3"
}
