# --watch on the fixture project: what it says of a slower handler, of a broken and of a mended one, and how it ends.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=600

setup() {
  load ../helpers/assert
  load ../helpers/project
  lay_out_fixture "$BATS_TEST_TMPDIR"
}

teardown() {
  end_leftovers
}

start_watching() { # <argument>…
  bench_start --watch --framework alpha --connections 4 --threads 1 --warmup 0s "$@"
}

# Waits until so many versions have been concluded: each takes some starts and some seconds of load.
concluded() { # <number>
  local end=$((SECONDS + 100))
  until (($(grep -c "waiting for the next save" "$SITE/stderr") == $1)); do
    ((SECONDS < end)) || {
      printf 'not concluded within 100 s: %d\n' "$1"
      tail -n 3 "$SITE/stdout" "$SITE/stderr"
      return 1
    }
    sleep 0.05
  done
}

# The body of the handler hello, as an editor that writes a new file saves it.
save_hello() { # <line>…
  local line
  {
    sed '/def hello(self/q' "$REPOSITORY/tests/fixtures/project/servers/kit.py"
    for line; do printf '        %s\n' "$line"; done
    sed '1,/def hello(self/d' "$REPOSITORY/tests/fixtures/project/servers/kit.py"
  } >"$SITE/servers/kit.new"
  mv "$SITE/servers/kit.new" "$SITE/servers/kit.py"
}

# What was said of the newest version.
newest() {
  awk '/^save [0-9]|as it is,/ {text = ""} {text = text $0 "\n"} END {printf "%s", text}' "$SITE/stdout"
}

@test "a slower handler is found, a broken one is told and left out, a mended one is compared; Ctrl-C leaves nothing" {
  start_watching --benchmarks greetings.hello --rounds 3
  concluded 1
  [[ $(newest) =~ "alpha as it is, ".*"hello: ".*" CPU µs; ".*" req/s" ]]

  save_hello 'sum(range(60_000))'
  concluded 2
  [[ $(newest) =~ "save 1, ".*"hello: ".*" CPU µs; against the last version +".*"  slower" ]]

  save_hello 'name = "eve"'
  concluded 3
  has "$(newest)" 'greetings.hello: body {"message": "Hello, eve!"} instead of {"message":"Hello, ada!"}'
  has "$(newest)" "the version before it stays the one to compare with"

  save_hello 'sum(range(60_000)'
  concluded 4
  [[ $(newest) =~ "servers/kit.py, line "[0-9]+": SyntaxError: '(' was never closed" ]]

  save_hello 'pass'
  concluded 5
  # The slow one is still the last good version.
  [[ $(newest) =~ "against the last version −".*"  faster; against the first version " ]]

  kill -s INT -- "-$RUN_PID"
  bench_wait
  ended 130
  lacks "$stderr" ERROR
  lacks "$stderr" ".sh: line"
  [[ ! -e $SITE/results ]]
  left_nothing
}

@test "a save in the middle breaks the measurement off, other contracts begin anew, and broken ones are told" {
  start_watching --benchmarks greetings.plain --rounds 9
  eventually load_pid
  sed -i 's/"A fixed path"/"One path"/' "$SITE/endpoints/greetings.contract.json"
  eventually grep -q "saved again meanwhile" "$SITE/stdout"
  eventually grep -q "save 1, " "$SITE/stdout"
  sed -i 's/"One path",/"One path"/' "$SITE/endpoints/greetings.contract.json"
  concluded 1
  has "$(newest)" "endpoints/greetings.contract.json: parse error"
  kill -s TERM "$RUN_PID"
  bench_wait
  ended 143
  lacks "$stderr" ERROR
  left_nothing
}
