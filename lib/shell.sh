# --shell: one framework, served, and a curl line for each endpoint that sends what its check sends. Until Ctrl-C.

SHELL_JOINT=() # groups and applications that one server has together
SHELL_APART=() # applications that are served with nothing else, or by another server

shell::run() { # <framework>
  local application id
  endpoints::choose "${OPT_features:-$(core::join , "${ENDPOINTS_GROUPS[@]}")}" "$OPT_benchmarks"
  shell::_prepare "$1"
  shell::_divide "$1"
  core::on_exit server::stop_all
  ((!${#SHELL_JOINT[@]})) || shell::_serve "$1" "$(core::join , "${SHELL_JOINT[@]}")" "${SHELL_JOINT[@]}"
  for application in "${SHELL_APART[@]}"; do
    # One server each: too many of them where nothing in particular was asked for.
    if cli::is_given features; then
      shell::_serve "$1" "$application" "$application"
    else
      printf '\n# %s is served alone: ./run_all.sh --shell %s --features %s\n' "$application" "$1" "${application%%/*}"
    fi
  done
  cli::is_given dry_run || shell::_wait
}

shell::_prepare() { # <framework>
  local -a groups
  mapfile -t groups < <(endpoints::chosen_groups)
  contract::load "${groups[@]}"
  core::contains "$1" "${FRAMEWORKS_ALL[@]}" \
    || core::die "$CORE_STATUS_USAGE" "--shell $1: there is no such framework; there are: $(core::join ', ' "${FRAMEWORKS_ALL[@]}")"
  : "${OPT_profile:=production}"
  frameworks::survey "$1"
  ((${#FRAMEWORKS_CHOSEN[@]})) || core::die "$CORE_STATUS_MISSING" "$1 is not available; the reason stands above"
  handlers::load "$1"
}

# Which of the chosen endpoints' applications one server can have together.
shell::_divide() { # <framework>
  local id application elsewhere
  elsewhere=$(jq -r '.applications // {} | keys[]' "$FRAMEWORKS_DESCRIPTIONS/$1.json")
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    [[ -z $(frameworks::unsupported_reason "$1" "$id") ]] || continue
    application=${ENDPOINTS_GROUP[$id]}/${CONTRACT_APPLICATION[$id]}
    application=${application%/}
    if [[ -v HANDLERS_ALONE["$1|$application"] ]] || grep -qxF -- "$application" <<<"$elsewhere"; then
      core::contains "$application" "${SHELL_APART[@]}" || SHELL_APART+=("$application")
    else
      core::contains "$application" "${SHELL_JOINT[@]}" || SHELL_JOINT+=("$application")
    fi
  done
}

# One server, and the lines of its endpoints.
shell::_serve() { # <framework> <what its --groups takes> <application>…
  local key=$2 own_port own_workers reason id application
  local -a ids=()
  for id in "${ENDPOINTS_CHOSEN[@]}"; do
    application=${ENDPOINTS_GROUP[$id]}/${CONTRACT_APPLICATION[$id]}
    ! core::contains "${application%/}" "${@:3}" || [[ -n $(frameworks::unsupported_reason "$1" "$id") ]] || ids+=("$id")
  done
  server::reserve_port own_port
  if ! cli::is_given dry_run; then
    services::start_needed "${ids[@]}"
    plan::workers "${ids[0]}" own_workers
    server::start "$key" "$1" "$2" "$own_port" "$CORE_TEMP/shell.log" "$own_workers"
    if ! server::wait_ready "$key"; then
      server::reason "$key" reason
      core::die "$CORE_STATUS_MISSING" "$1 did not start for $2: $reason"
    fi
  fi
  for id in "${ids[@]}"; do shell::_print_line "$id" "$own_port"; done
}

shell::_print_line() { # <id> <port>
  local word line=
  local -a command
  printf '\n# %s: %s\n' "$1" "${CONTRACT_TITLE[$1]}"
  if client::is_needed "$1"; then
    printf '# no request of curl: %s, 127.0.0.1:%d%s\n' "$(jq -r .kind <<<"${CONTRACT_CLIENT[$1]}")" "$2" "${CONTRACT_PATH["$1/0"]}"
    return 0
  fi
  request::command "$1/0" command
  for word in "${command[@]}" --include "http://127.0.0.1:$2${CONTRACT_PATH["$1/0"]}"; do
    [[ $word =~ ^[A-Za-z0-9_./:@=,-]+$ ]] || word=${word@Q}
    line+="$word "
  done
  printf '%s\n' "${line% }"
}

shell::_wait() {
  local key reason
  log::info "serving until Ctrl-C"
  wait -n "${SERVER_PID[@]}" || :
  for key in "${!SERVER_PID[@]}"; do
    server::is_alive "$key" && continue
    server::reason "$key" reason
    core::die "$CORE_STATUS_MISSING" "the server of $key ended: $reason"
  done
}
