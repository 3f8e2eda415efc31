# A complete project in a folder with spaces, laid out, run from end to end and looked at afterwards.

REPOSITORY=$(cd -- "${BASH_SOURCE[0]%/*}/../.." && pwd -P)

# Sets SITE. The root is where run_all.sh really lies, so that one is copied; what is only read is linked.
lay_out() { # <folder> <where endpoints/ and servers/ come from>
  SITE="$1/a project with spaces"
  export TMPDIR="$1/system temp" # port locks and temporary folders of the runs stay in there
  mkdir -p "$SITE" "$TMPDIR"
  cp "$REPOSITORY/run_all.sh" "$REPOSITORY/tests/fixtures/project/run.sh" "$SITE"
  cp -R "$2/endpoints" "$2/servers" "$SITE"
  ln -s "$REPOSITORY"/{lib,.venv,pyproject.toml} "$REPOSITORY"/requirements*.txt "$SITE"
  local name
  for name in scenarios suites; do
    [[ ! -e $REPOSITORY/$name ]] || ln -s "$REPOSITORY/$name" "$SITE"
  done
  # shellcheck disable=SC2086 # several names
  unset ${!BENCH_*} NO_COLOR
  # The tables are enough for most tests, and the other reports and the pictures take seconds.
  export BENCH_REPORT_FORMAT=features_json,features_markdown,latency_markdown
}

lay_out_fixture() { # <folder>
  lay_out "$1" "$REPOSITORY/tests/fixtures/project"
}

add_faults() { # <fault>…
  local fault
  cp "$REPOSITORY/tests/fixtures/project/faults/faults.py" "$SITE/servers"
  for fault; do cp "$REPOSITORY/tests/fixtures/project/faults/fault_server.py" "$SITE/servers/${fault}_server.py"; done
}

# The project that setup_file laid out and ran in. Tests of one file run at the same time, so there it is only read.
use_shared() { # <folder it was laid out in>
  SITE="$1/a project with spaces"
  TMPDIR="$1/system temp"
}

# The same for a test that goes on with it.
use_copy() { # <folder it was laid out in>
  cp -a "$1/." "$BATS_TEST_TMPDIR"
  use_shared "$BATS_TEST_TMPDIR"
}

is_own_site() {
  [[ $SITE == "$BATS_TEST_TMPDIR"/* ]]
}

# A run in the shared one would be taken for a leftover by another test, which fails or ends it.
_refuse_shared() {
  is_own_site && return
  printf 'shared with the other tests of this file: %s\n' "$SITE"
  return 1
}

# One run: status, output and stderr as bats' run sets them.
bench() { # <argument>…
  _refuse_shared || return
  run --separate-stderr env "SITE_RUN=$TMPDIR" "$SITE/run.sh" "$@" 3>&-
}

# The same for setup_file, where the tests read what the run wrote: stdout, stderr and status are files beside it.
bench_once() { # <argument>…
  local status=0
  SITE_RUN=$TMPDIR "$SITE/run.sh" "$@" >"$SITE/stdout" 2>"$SITE/stderr" 3>&- || status=$?
  printf '%s' "$status" >"$SITE/status"
}

# A run beside the test, as a terminal starts it: leader of its process group, and SIGINT not ignored, which it is for
# the background commands of a script. Sets RUN_PID.
bench_start() { # <argument>…
  _refuse_shared || return
  SITE_RUN=$TMPDIR python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.setpgid(0, 0)
os.execv(sys.argv[1], sys.argv[1:])' "$SITE/run.sh" "$@" >"$SITE/stdout" 2>"$SITE/stderr" </dev/null 3>&- &
  RUN_PID=$!
}

# Waits for what bench_start began; sets status, output and stderr.
bench_wait() {
  # shellcheck disable=SC2034 # what bats' run sets
  status=0
  wait "$RUN_PID" || status=$?
  output=$(<"$SITE/stdout")
  stderr=$(<"$SITE/stderr")
}

newest_run() {
  local -a runs=("$SITE"/results/runs/*/)
  printf '%s' "${runs[-1]%/}"
}

is_there() { # <file>
  [[ -e $1 ]] && return
  printf 'missing:   %s\n' "$1"
  return 1
}

# What a record of the newest run says.
record() { # <framework> <group.endpoint> <jq program>
  jq -r "$3" "$(newest_run)/raw/$1.$2.json"
}

# What the runs of this test have started, as "pid command" lines: every descendant inherits SITE_RUN.
# A process may be gone by now, and one that waits to be reaped has no environment any more.
site_processes() {
  local file
  local -a words
  while IFS= read -r file; do
    { mapfile -d '' words <"${file%/*}/cmdline"; } 2>/dev/null || continue
    file=${file#/proc/}
    printf '%s %s\n' "${file%%/*}" "${words[*]}"
  done < <(grep -lszFx -- "SITE_RUN=$TMPDIR" /proc/[0-9]*/environ)
}

# The id of a process of the project; false when there is none.
pid_of() { # <part of its command>
  local line
  while IFS= read -r line; do
    [[ $line != *"$1"* ]] || {
      printf '%s' "${line%% *}"
      return 0
    }
  done < <(site_processes)
  return 1
}

# The id of the wrk that is running, and not of the command that limits its time; false when there is none.
load_pid() { # [<part of its address>]
  site_processes | awk -v part="${1:-}" '$2 == "wrk" && index($0, part) {pid = $1} END {if (!pid) exit 1; print pid}'
}

# Holds a load in its middle, so that a slow machine does not miss it; the test goes on with it by SIGCONT or ends it.
# Sets LOAD_PID and WINDOWS, the measured windows before it; false when no load runs.
freeze_load() { # <measured windows before it> [<part of its address>]
  WINDOWS=$(cat "$SITE"/results/runs/*/journal/*.jsonl 2>/dev/null | grep -c '"kind":"window"')
  ((WINDOWS >= $1)) && LOAD_PID=$(load_pid "${2:-}") && kill -s STOP "$LOAD_PID" 2>/dev/null
}

# Tries a command until it succeeds; false after a time that only a machine in trouble needs.
eventually() { # <command> [<argument>…]
  local end=$((SECONDS + 90))
  until "$@" >/dev/null; do
    ((SECONDS < end)) || {
      printf 'not within 90 s: %s\n' "$*"
      return 1
    }
    sleep 0.02
  done
}

is_listening() { # <port>
  local hex
  printf -v hex '%04X' "$1"
  grep -qE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F:]+ 0A " /proc/net/tcp
}

# No process, so no port either, and no temporary folder.
left_nothing() {
  local file
  local -a found
  mapfile -t found < <(site_processes)
  for file in "$TMPDIR"/run_all.*; do
    [[ ! -e $file ]] || found+=("$file")
  done
  ((${#found[@]})) || return 0
  printf 'left behind: %s\n' "${found[@]}"
  return 1
}

# For teardown: what a test that failed has left behind ends here, by its id.
end_leftovers() {
  local pid _
  while read -r pid _; do kill -s KILL "$pid" 2>/dev/null || :; done < <(site_processes)
}
