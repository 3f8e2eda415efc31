# lib/frameworks.sh: which there are, what they say of themselves, which of them a run takes.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/servers
  load_modules
}

# find and choose, as a run does.
choice() { # <names>
  frameworks::choose "$1"
  core::join ' ' "${FRAMEWORKS_CHOSEN[@]}"
}

described() { # <workers>
  frameworks::describe production "$1" 2>"$WORK/messages"
}

@test "a framework is a file <name>_server.py, in alphabetical order" {
  write_described beta
  write_described alpha
  touch "$WORK/servers/helper.py" "$WORK/servers/server.py"
  frameworks::find "$WORK/servers"
  same "${FRAMEWORKS_ALL[*]}" "alpha beta"
}

@test "a folder without servers ends with status 3" {
  mkdir "$WORK/nothing"
  run as_runner frameworks::find "$WORK/nothing"
  ended 3
  has "$output" "no <name>_server.py"
}

@test "without names, and with all, every framework is taken, once" {
  write_described alpha
  write_described beta
  frameworks::find "$WORK/servers"
  same "$(choice '')" "alpha beta"
  same "$(choice all)" "alpha beta"
  same "$(choice beta,all)" "beta alpha"
}

@test "names are taken in the order of the user, once each" {
  write_described alpha
  write_described beta
  frameworks::find "$WORK/servers"
  same "$(choice beta,alpha,beta)" "beta alpha"
}

@test "a reference is no framework: it is taken only under its own name" {
  write_described alpha
  write_server bare <<<'ROLE = "reference"'
  frameworks::find "$WORK/servers"
  same "$(choice all)" "alpha"
  same "$(choice alpha,bare)" "alpha bare"
}

@test "a further framework is taken under its own name and with all, and is one like the others then" {
  write_described alpha
  write_server more <<<$'ROLE = "further"\necho \'{"title": "M", "default_port": 2, "unsupported": {}}\''
  frameworks::find "$WORK/servers"
  same "$(choice '')" "alpha"
  same "$(choice all)" "alpha more"
  same "$(choice more)" "more"
  use_servers bash
  frameworks::choose more
  frameworks::describe production 1 2>"$WORK/messages"
  holds '.role == "framework"' "$FRAMEWORKS_DESCRIPTIONS/more.json"
}

@test "a group that nobody has written for a framework is not supported there, and that is the reason" {
  write_described alpha '{groups: ["di", "files"]}'
  use_servers bash
  described 1
  same "$(frameworks::unsupported_reason alpha di.fast_di)" ""
  same "$(frameworks::unsupported_reason alpha middleware.cors)" "nobody has written this group for it yet"
}

@test "an unknown name ends with status 1, as it did, and lists what there is and what is near" {
  choose() {
    frameworks::find "$1"
    frameworks::choose "$2"
  }
  write_described alpha
  write_described omicron
  run as_runner choose "$WORK/servers" alhpa
  ended 1
  has "$output" 'unknown framework "alhpa"; there are: alpha, omicron (nearest: alpha)'
  run as_runner choose "$WORK/servers" ,
  ended 1
}

@test "what a server says of itself is known afterwards" {
  write_described alpha '{title: "Alpha 1", default_port: 8123, max_workers: 2, unsupported: {"di/slow_di": "has no scopes"}}'
  use_servers bash
  described 1
  same "${FRAMEWORKS_TITLE[alpha]} ${FRAMEWORKS_PORT[alpha]} ${FRAMEWORKS_MAX_WORKERS[alpha]}" "Alpha 1 8123 2"
  same "$(frameworks::unsupported_reason alpha di.slow_di)" "has no scopes"
  same "$(frameworks::unsupported_reason alpha di.fast_di)" ""
  holds '.framework == "alpha" and .title == "Alpha 1" and .role == "framework"' "$FRAMEWORKS_DESCRIPTIONS/alpha.json"
}

@test "the profile and the number of workers are told to the server" {
  write_server alpha <<<'echo "$*" >asked; echo "{\"title\": \"A\", \"default_port\": 1, \"unsupported\": {}}"'
  use_servers bash
  described 3
  same "$(cat asked)" "--describe --profile production --workers 3"
}

@test "more workers than a server can have make all its cells unsupported" {
  write_described alpha '{max_workers: 1}'
  write_described beta
  use_servers bash
  OPT_workers=2
  described 2
  has "$(frameworks::unsupported_reason alpha any.cell)" "serves from 1 process only: 2 workers are not possible"
  same "$(frameworks::unsupported_reason beta any.cell)" ""
}

@test "a server that cannot describe itself is unavailable, with its last words, and the others stay" {
  write_described alpha
  write_server broken <<<$'echo "Traceback" >&2\necho "ImportError: no module named broken" >&2\nexit 1'
  write_server mute <<<'exit 3'
  write_server prose <<<'echo "I am a server"'
  use_servers bash
  described 1
  same "${FRAMEWORKS_CHOSEN[*]}" alpha
  same "${FRAMEWORKS_UNAVAILABLE[broken]}" "ImportError: no module named broken"
  has "$(cat "$WORK/messages")" "[WARNING] broken is unavailable: ImportError: no module named broken"
  [[ -n ${FRAMEWORKS_UNAVAILABLE[mute]} && -n ${FRAMEWORKS_UNAVAILABLE[prose]} ]]
  holds '.framework == "broken" and (.unavailable | startswith("ImportError"))' "$FRAMEWORKS_DESCRIPTIONS/broken.json"
}

@test "servers are asked at the same time" {
  # Each waits until the other has been asked too: one after the other they would never end.
  local name
  for name in alpha beta; do
    write_server "$name" <<<"touch $name.asked
      until [[ -e alpha.asked && -e beta.asked ]]; do sleep 0.01; done
      echo '{\"title\": \"T\", \"default_port\": 1, \"unsupported\": {}}'"
  done
  use_servers "timeout"
  local -a pair=(alpha beta)
  for name in "${pair[@]}"; do FRAMEWORKS_PYTHON["$name"]="$WORK/limited"; done
  printf '#!/bin/sh\nexec timeout 5 bash "$@"\n' >"$WORK/limited"
  chmod +x "$WORK/limited"
  described 1
  same "${FRAMEWORKS_CHOSEN[*]}" "alpha beta"
}

@test "a twin is the same server under another name, and says whose twin it is" {
  write_described alpha
  use_servers bash
  frameworks::add_twin alpha
  described 1
  same "${FRAMEWORKS_CHOSEN[*]}" "alpha alpha_twin"
  same "${FRAMEWORKS_ENTRY[alpha_twin]}" "${FRAMEWORKS_ENTRY[alpha]}"
  holds '.framework == "alpha_twin" and .twin_of == "alpha"' "$FRAMEWORKS_DESCRIPTIONS/alpha_twin.json"
}

@test "every framework of the project describes itself" {
  # shellcheck disable=SC2034
  SETUP_PYTHON=$PROJECT/.venv/bin/python OPT_workers=1
  frameworks::find "$PROJECT/servers"
  frameworks::choose "$(core::join , "${FRAMEWORKS_ALL[@]}")"
  described 1
  same "$(core::join ' ' "${!FRAMEWORKS_UNAVAILABLE[@]}")" ""
  same "${#FRAMEWORKS_CHOSEN[@]}" "${#FRAMEWORKS_ALL[@]}"
}
