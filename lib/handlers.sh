# Where each framework's handlers are. A handler has the name of its endpoint and stands in servers/<framework>_app/<group>.py.

declare -gA HANDLERS_COUNT=()   # "framework|id" → how many functions of that name its group's module has
declare -gA HANDLERS_LINES=()   # "framework|id" → first and last line of the last of them
declare -gA HANDLERS_MOUNTED=() # "framework|id" → yes: a mount or a middleware answers for it
declare -gA HANDLERS_ALONE=()   # "framework|group/application" → yes: it is served with nothing else
declare -gA HANDLERS_BROKEN=()  # "framework|group" → why its module is no Python

handlers::load() { # <framework>…
  local name folder group kind what first last
  local -a folders=()
  for name; do
    folders+=("$(handlers::folder "$name")")
  done
  while IFS=$CORE_SEPARATOR read -r folder group kind what first last; do
    name=${folder##*/}
    name=${name%_app}
    case $kind in
      handler)
        HANDLERS_COUNT["$name|$group.$what"]=$((${HANDLERS_COUNT["$name|$group.$what"]:-0} + 1))
        HANDLERS_LINES["$name|$group.$what"]="$first $last"
        ;;
      mounted) HANDLERS_MOUNTED["$name|$group.$what"]=yes ;;
      alone) HANDLERS_ALONE["$name|$group/$what"]=yes ;;
      broken) HANDLERS_BROKEN["$name|$group"]="line $first: $what" ;;
    esac
  done < <(PYTHONPATH=$CORE_ROOT/lib "${SETUP_PYTHON:-python3}" -m bench.handlers "${folders[@]}")
}

# The folder of its modules.
handlers::folder() { # <framework>
  printf '%s_app' "${FRAMEWORKS_ENTRY[$1]%_server.py}"
}

# The module of a group, as it is called from the root.
handlers::file() { # <framework> <group>
  local folder
  folder=$(handlers::folder "$1")
  printf '%s/%s.py' "${folder#"$CORE_ROOT/"}" "$2"
}

# "servers/<framework>_app/<group>.py:12" and the handler's lines; nothing where there is none.
handlers::print() { # <framework> <id>
  local first last file
  [[ -v HANDLERS_LINES["$1|$2"] ]] || return 0
  read -r first last <<<"${HANDLERS_LINES["$1|$2"]}"
  file=$(handlers::file "$1" "${2%%.*}")
  printf '%s:%d\n' "$file" "$first"
  [[ $file == /* ]] || file=$CORE_ROOT/$file
  sed -n "$first,${last}p" "$file"
}
