# lib/sampler.sh: the Python process that reads CPU and memory of servers.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
}

@test "a window over a process has its CPU time and memory" {
  work() {
    SETUP_PYTHON=$CORE_ROOT/.venv/bin/python
    sampler::start "$PWD/the samples.jsonl"
    sleep 30 &
    local pid=$!
    sampler::ask answer watch one "$pid"
    echo "$answer"
    sampler::ask answer open one
    core::pause 0.1
    sampler::ask answer close one
    echo "$answer"
    sampler::ask answer unwatch one
    echo "$answer"
    kill "$pid"
  }
  run as_runner work
  ended 0
  same "${#lines[@]}" 3
  holds '.ok and .idle_kib > 0' - <<<"${lines[0]}"
  holds '.ok and .cpu_us >= 0 and .processes == 1 and .memory_kib.peak > 0 and .seconds >= 0.1' - <<<"${lines[1]}"
  holds '.ok' - <<<"${lines[2]}"
  [[ -s "the samples.jsonl" ]]
}

@test "a question that makes no sense is answered with an error and ends nothing" {
  work() {
    SETUP_PYTHON=$CORE_ROOT/.venv/bin/python
    sampler::start "$PWD/samples.jsonl"
    sampler::ask answer close nobody
    echo "$answer"
    sampler::ask answer nonsense
    echo "$answer"
  }
  run as_runner work
  ended 0
  holds '.ok == false and (.error | length > 0)' - <<<"${lines[0]}"
  holds '.ok == false and (.error | length > 0)' - <<<"${lines[1]}"
}

@test "a sampler that died ends the run with status 1 and its last words" {
  work() {
    printf '#!/bin/sh\necho "MemoryError: no room" >&2\nexit 1\n' >python
    chmod +x python
    SETUP_PYTHON=$PWD/python
    sampler::start "$PWD/samples.jsonl"
    wait "$SAMPLER_PID" || :
    sampler::ask answer watch one $$
    echo not reached
  }
  run as_runner work
  ended 1
  same "$output" "[ERROR] the resource sampler ended: MemoryError: no room"
}

@test "a sampler that cannot be started ends the run with status 1 and does not hang" {
  work() {
    SETUP_PYTHON=$PWD/no-such-python
    sampler::start "$PWD/samples.jsonl"
    sampler::ask answer watch one $$
  }
  run timeout 20 bash -c "$(declare -f as_runner work); PROJECT=$PROJECT; as_runner work"
  ended 1
  has "$output" "[ERROR] the resource sampler ended: "
  has "$output" "no-such-python"
}

@test "the sampler is gone when the run has ended" {
  work() {
    SETUP_PYTHON=$CORE_ROOT/.venv/bin/python
    sampler::start "$PWD/samples.jsonl"
    echo "$SAMPLER_PID"
  }
  run as_runner work
  ended 0
  fails kill -0 "$output"
}

@test "the sampler shares the CPUs of wrk" {
  use_stubs taskset
  work() {
    SETUP_PYTHON=$CORE_ROOT/.venv/bin/python WRK_CPUS=2-3
    sampler::start "$PWD/samples.jsonl"
    sampler::ask answer close nobody
  }
  run as_runner work
  ended 0
  has "$(cat "$STUB_CALLS")" "taskset -c 2-3 $PROJECT/.venv/bin/python -m bench.sampler"
}
