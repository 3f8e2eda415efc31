# --doctor: what does not fit together in the tree and on this machine, and how to mend it. Nothing is changed and nothing is measured.

DOCTOR_FINDINGS=0
DOCTOR_GROUPS=()
DOCTOR_FRAMEWORKS=()

doctor::run() { # <framework, group, or yes for all>
  doctor::_check_tools
  endpoints::read "$CORE_ROOT/endpoints"
  doctor::_tell_problems
  frameworks::find "$CORE_ROOT/servers"
  doctor::_choose "$1"
  contract::read "${DOCTOR_GROUPS[@]}"
  doctor::_tell_problems
  doctor::_check_services
  FRAMEWORKS_CHOSEN=("${DOCTOR_FRAMEWORKS[@]}")
  frameworks::describe production 1 2>"$CORE_TEMP/doctor.said"
  handlers::load "${DOCTOR_FRAMEWORKS[@]}"
  local name
  for name in "${DOCTOR_FRAMEWORKS[@]}"; do
    doctor::_check_packages "$name"
    doctor::_check_handlers "$name"
    doctor::_check_reasons "$name"
    doctor::_check_modules "$name"
  done
  doctor::_check_ports
  doctor::_finish
}

doctor::_finish() {
  if ((DOCTOR_FINDINGS)); then
    printf '\n%d to mend\n' "$DOCTOR_FINDINGS"
    core::leave 1
  fi
  printf 'All fits together: %s; %s\n' "$(core::join ', ' "${DOCTOR_GROUPS[@]}")" "$(core::join ', ' "${DOCTOR_FRAMEWORKS[@]}")"
}

doctor::_find() { # <what is wrong> <how to mend it>
  DOCTOR_FINDINGS=$((DOCTOR_FINDINGS + 1))
  printf '%s\n    %s\n' "$1" "$2"
}

# Without jq and Python nothing else can be read.
doctor::_check_tools() {
  local tool
  for tool in "${SETUP_TOOLS[@]}"; do
    core::has_command "$tool" || doctor::_find "$tool is missing" "sudo apt-get install ${SETUP_PACKAGE[$tool]:-$tool}"
  done
  SETUP_PYTHON=$CORE_ROOT/.venv/bin/python
  [[ -x $SETUP_PYTHON ]] || doctor::_find ".venv is not made yet" "./run_all.sh --dry-run makes it and installs the lock files"
  if ! core::has_command jq || [[ ! -x $SETUP_PYTHON ]]; then
    doctor::_finish
  fi
}

doctor::_choose() { # <name>
  DOCTOR_GROUPS=("${ENDPOINTS_GROUPS[@]}")
  DOCTOR_FRAMEWORKS=("${FRAMEWORKS_ALL[@]}")
  if core::contains "$1" "${FRAMEWORKS_ALL[@]}"; then
    DOCTOR_FRAMEWORKS=("$1")
  elif [[ -v ENDPOINTS_ALIAS[$1] ]]; then
    DOCTOR_GROUPS=("${ENDPOINTS_ALIAS[$1]}")
  elif [[ $1 != yes ]]; then
    core::die "$CORE_STATUS_USAGE" "--doctor $1: neither a framework nor a group; ./run_all.sh --list shows all"
  fi
}

# What the group files and the contracts were found to be wrong in.
doctor::_tell_problems() {
  local problem mend
  for problem in "${ENDPOINTS_PROBLEMS[@]}"; do
    case $problem in
      *"no contract for the endpoint"*) mend="add ${problem##* } to ${problem%%: *}, with a title and what is expected" ;;
      *"is no endpoint of the group") mend="take it out of the contract, or add its entry to ${problem%%.*}.sh" ;;
      *"is missing: every group"*) mend="write it, or take the group file away" ;;
      *"stands there twice"* | *"belongs to the group"*) mend="rename one of the two" ;;
      *"/path:name"*) mend="entries look like \"/users/{id}:one_user\" or \"/users:new_user:POST\"" ;;
      *) mend="endpoints/README.md says how it is written" ;;
    esac
    doctor::_find "$problem" "$mend"
  done
}

doctor::_check_services() {
  local id name need
  local -A seen=()
  for id in "${!CONTRACT_SERVICES[@]}"; do
    for name in ${CONTRACT_SERVICES[$id]}; do seen[$name]=$id; done
  done
  for name in "${!seen[@]}"; do
    if [[ ! -x $CORE_ROOT/servers/services/$name.sh ]]; then
      doctor::_find "${seen[$name]} needs the service $name, and servers/services/$name.sh cannot be run" "write it, or take the service out of the contract"
      continue
    fi
    while read -r need; do
      core::has_command "${need%%=*}" || doctor::_find "the service $name needs ${need%%=*}" "sudo apt-get install ${need#*=}"
    done < <(sed -n 's/^# needs: //p' "$CORE_ROOT/servers/services/$name.sh")
  done
}

# A framework names its packages in pyproject.toml or beside its modules; its lock follows from that, and .venv from its lock.
doctor::_check_packages() { # <framework>
  local file lock needed
  file=$(handlers::folder "$1")/requirements.in
  lock=$(setup::lock_file "$1")
  while read -r needed; do
    grep -qsi "^$needed==" "$lock" || doctor::_find "$1 needs $needed, and ${lock##*/} does not have it" "make lock"
  done < <(doctor::_packages "$file")
  if [[ ! -f $lock ]] && grep -qsE "^$1 = \[" "$CORE_ROOT/pyproject.toml"; then
    doctor::_find "$1 has a group in pyproject.toml and no ${lock##*/}" "make lock"
  elif [[ -f $lock ]] && ! setup::has_lock "$1"; then
    doctor::_find "$1: ${lock##*/} is not what is installed" "./run_all.sh --framework $1 --dry-run installs it"
  fi
  [[ ! -v FRAMEWORKS_UNAVAILABLE[$1] ]] \
    || doctor::_find "$1 cannot say what it is: ${FRAMEWORKS_UNAVAILABLE[$1]}" ".venv/bin/python ${FRAMEWORKS_ENTRY[$1]#"$CORE_ROOT/"} --describe shows all of it"
}

# The names in a file of requirements, as a lock spells them.
doctor::_packages() { # <file>
  [[ ! -f $1 ]] || sed -nE 's/^([A-Za-z0-9][A-Za-z0-9._-]*).*/\1/p' "$1" | tr '[:upper:]_.' '[:lower:]--'
}

# Each endpoint has one handler, or a reason why there is none.
doctor::_check_handlers() { # <framework>
  local id count reason file
  for id in "${ENDPOINTS_IDS[@]}"; do
    # A group whose contract cannot be read has been told already.
    [[ -v CONTRACT_ABSENT[$id] ]] || continue
    ! doctor::_is_left_out "$1" "${id%%.*}" || continue
    count=${HANDLERS_COUNT["$1|$id"]:-0}
    reason=${FRAMEWORKS_UNSUPPORTED["$1|$id"]:-}
    file=$(handlers::file "$1" "${id%%.*}")
    if [[ -n $reason ]]; then
      ((!count)) || doctor::_find "$1 $id: a handler, and a reason why there is none" "take one of the two out of $file"
    elif [[ ${CONTRACT_ABSENT[$id]} == yes || -v HANDLERS_MOUNTED["$1|$id"] ]]; then
      ((!count)) || doctor::_find "$1 $id: a handler of what has none" "take def ${id#*.} out of $file"
    elif ((!count)); then
      doctor::_find "$1 $id: no handler and no reason" "write def ${id#*.} in $file, or UNSUPPORTED = {\"${id#*.}\": \"why\"}; ./run_all.sh --explain $id"
    elif ((count > 1)); then
      doctor::_find "$1 $id: $count handlers of one name in $file" "keep the one that is registered"
    fi
  done
}

doctor::_check_reasons() { # <framework>
  local key id
  for key in "${!FRAMEWORKS_UNSUPPORTED[@]}"; do
    id=${key#*|}
    [[ ${key%%|*} == "$1" ]] || continue
    [[ -v ENDPOINTS_PATH[$id] ]] || ! core::contains "${id%%.*}" "${DOCTOR_GROUPS[@]}" \
      || doctor::_find "$1 $id: a reason, and no such endpoint" "take it out of UNSUPPORTED in $(handlers::file "$1" "${id%%.*}")"
  done
}

# A further framework need not have all groups.
doctor::_is_left_out() { # <framework> <group>
  [[ ${FRAMEWORKS_ROLE[$1]} == further && ! -f $(handlers::folder "$1")/$2.py ]]
}

# Each group has its module, and the modules can be registered.
doctor::_check_modules() { # <framework>
  local group why file
  local -a there=()
  for group in "${DOCTOR_GROUPS[@]}"; do
    ! doctor::_is_left_out "$1" "$group" || continue
    file=$(handlers::file "$1" "$group")
    if [[ ! -f $(handlers::folder "$1")/$group.py ]]; then
      doctor::_find "$1: $file is missing" "write it; register(app) adds its handlers, UNSUPPORTED names what cannot be"
    elif [[ -v HANDLERS_BROKEN["$1|$group"] ]]; then
      doctor::_find "$1: $file is no Python, ${HANDLERS_BROKEN["$1|$group"]}" "mend that line"
    else
      there+=("$group")
    fi
  done
  # What is not installed cannot be registered either.
  if [[ -v FRAMEWORKS_UNAVAILABLE[$1] ]] || ((!${#there[@]})); then
    return 0
  fi
  while IFS=$CORE_SEPARATOR read -r group why; do
    doctor::_find "$1: $(handlers::file "$1" "$group") cannot be registered: $why" \
      ".venv/bin/python ${FRAMEWORKS_ENTRY[$1]#"$CORE_ROOT/"} --groups $group shows all of it"
  done < <(PYTHONPATH=$CORE_ROOT/lib "$(setup::python_of "$1")" -m bench.loadable "${FRAMEWORKS_ENTRY[$1]}" "${there[@]}" 2>"$CORE_TEMP/doctor.$1")
}

# The basic run serves each framework on its own port.
doctor::_check_ports() {
  local name port
  local -A owner=()
  for name in "${FRAMEWORKS_CHOSEN[@]}"; do
    port=${FRAMEWORKS_PORT[$name]}
    [[ ! -v owner[$port] ]] || doctor::_find "$name and ${owner[$port]} have the same port $port" "give one of them another default_port"
    owner[$port]=$name
    ! server::is_listening "$port" \
      || doctor::_find "the port $port of $name is taken by $(server::port_owner "$port")" "end it, or give $name another default_port"
  done
}
