# What only tells something: --version, --doctor, --list, --explain, --docs. Knows which was asked for, and which names there are.

about::is_asked() {
  local name
  for name in version doctor list explain docs; do
    ! cli::is_given "$name" || return 0
  done
  return 1
}

# shellcheck disable=SC2154 # cli::parse sets the options by their names
about::tell() {
  if cli::is_given version; then
    about::_print_version
    return 0
  elif cli::is_given doctor; then
    # It tells what is missing, where all others would install it.
    doctor::run "$OPT_doctor"
    return 0
  fi
  setup::ensure_tools
  endpoints::load "$CORE_ROOT/endpoints"
  frameworks::find "$CORE_ROOT/servers"
  if cli::is_given list; then
    endpoints::print_list "$OPT_format"
    [[ $OPT_format == json ]] || about::_print_names
  elif cli::is_given explain; then
    explain::print "$OPT_explain"
  else
    docs::write
  fi
}

# What else can be named on a command line, a kind on each line.
about::_print_names() {
  printf '\nFrameworks: %s\n' "${FRAMEWORKS_ALL[*]}"
  printf 'Suites: %s\n' "$(about::_names_of "$CORE_ROOT"/suites/*.conf)"
  printf 'Scenarios: %s\n' "$(about::_names_of "$CORE_ROOT"/scenarios/*.yaml)"
}

about::_names_of() { # <file>…
  local file
  local -a names=()
  for file; do
    file=${file##*/}
    names+=("${file%.*}")
  done
  printf '%s' "${names[*]}"
}

# "feature-benchmark 1.0.0, commit 0123abc, changed since"
about::_print_version() {
  local commit
  printf 'feature-benchmark %s' "$(machine::project_version)"
  if commit=$(git -C "$CORE_ROOT" rev-parse --short HEAD 2>"$CORE_TEMP/version"); then
    printf ', commit %s%s' "$commit" "$([[ -z $(git -C "$CORE_ROOT" status --porcelain) ]] || printf ', changed since')"
  fi
  printf '\n'
}
