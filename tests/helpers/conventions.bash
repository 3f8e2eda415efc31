# What the project's own rules forbid, as functions of a tree: each prints one line per breach, and nothing where all is well.
# `a_tree` makes TREE, a small tree for the other half of each test: a check that cannot fail proves nothing.

TREE="$BATS_TEST_TMPDIR/a tree"

# A file of that tree, with what is given on stdin.
a_tree() { # <file>
  mkdir -p "$TREE/$(dirname "$1")"
  cat >"$TREE/$1"
}

# Lines of code with their place: without comment lines, and without those that say why they may.
code() { # <file>…
  (($#)) || return 0
  grep -nH '' -- "$@" | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(#|--|//)' | grep -vE '(#|--) allowed: .{10}' || :
}

modules() { # <root>: in the order in which they are sourced
  sed -n 's,^source .*/\([a-z_]*\)\.sh"$,\1,p' "$1/lib/load.sh"
}

# Calls of modules that are not sourced before the caller's.
wrong_layers() { # <root>
  local module called
  local -A above=()
  while IFS= read -r module; do
    above[$module]=yes
    while IFS= read -r called; do
      [[ -v above[$called] ]] || printf '%s calls %s\n' "$module" "$called"
    done < <(code "$1/lib/$module.sh" | grep -oE '\b[a-z_]+::' | sed 's/::$//' | sort -u)
  done < <(modules "$1")
}

# Where the picture in lib/README.md, read from left to right, is not the order of lib/load.sh.
wrong_picture() { # <root>
  diff <(modules "$1") <(sed -n '/^`log core/,/`$/p' "$1/lib/README.md" | grep -oE '[a-z_]+')
}

# Modules that load.sh forgets, and lines of it that do anything but source.
wrong_load() { # <root>
  local file name
  for file in "$1"/lib/*.sh; do
    name=${file##*/}
    [[ $name == load.sh || $(grep -c "^source .*/$name\"$" "$1/lib/load.sh") == 1 ]] || printf '%s is not sourced once\n' "$name"
  done
  # shellcheck disable=SC2016 # the text of load.sh
  grep -vE '^(#.*|source "\$\{BASH_SOURCE\[0\]%/\*\}/[a-z_]+\.sh"|)$' "$1/lib/load.sh" || :
}

# "file:function lines" of each function.
function_sizes() { # <file>…
  awk 'FNR == 1 {name = ""} /^[a-z_:]+\(\) \{/ {name = $1; sub(/\(\)/, "", name); start = FNR}
    name != "" && (/^}/ || (FNR == start && /}$/)) {printf "%s %s %d\n", FILENAME, name, FNR - start + 1; name = ""}' "$@"
}

too_long() { # <root>
  local -a shell=("$1"/run_all.sh "$1"/lib/*.sh "$1"/scripts/*.sh "$1"/tests/*.sh)
  function_sizes "${shell[@]}" | awk '$NF > 40 {print $(NF - 1), $NF, "lines of 40"}'
  files_over 120 "$1/run_all.sh"
  files_over 200 "$1"/lib/*.sh "$1"/lib/*.jq "$1"/lib/*.lua "$1"/scripts/*.sh
  files_over 80 "$1"/servers/*_server.py
  files_over 80 "$1"/{lib,endpoints,servers,results}/README.md
  local -a python
  mapfile -t python < <(find "$1"/servers "$1"/lib "$1"/tests "$1"/visualize_results.py -name '*.py' 2>/dev/null)
  files_over 400 "${python[@]}"
}

files_over() { # <lines> <file>…
  local file count
  for file in "${@:2}"; do
    [[ -f $file ]] || continue
    count=$(wc -l <"$file")
    ((count <= $1)) || printf '%s: %d lines of %d\n' "${file##*/}" "$count" "$1"
  done
}

# Functions of a module that are not named after it, or are defined twice.
wrong_names() { # <root>
  local file module
  for file in "$1"/lib/*.sh; do
    module=${file##*/}
    module=${module%.sh}
    code "$file" | sed -E 's/^[^:]+:[0-9]+://' | grep -oE '^(function +)?[A-Za-z_:]+ *\(\)|^function +[A-Za-z_:]+' \
      | grep -vxE "$module::_?[a-z][a-z0-9_]*\(\)" | sed "s/^/$module: /"
  done
  function_sizes "$1"/lib/*.sh | awk '{print $(NF - 1)}' | sort | uniq -d | sed 's/^/twice: /'
}

# Calls of another module's private function, and of functions that are nowhere.
wrong_calls() { # <root>
  local file module called
  local -A defined=()
  while IFS= read -r called; do defined[$called]=yes; done < <(function_sizes "$1"/lib/*.sh | awk '{print $(NF - 1)}')
  for file in "$1"/run_all.sh "$1"/lib/*.sh; do
    module=${file##*/}
    module=${module%.sh}
    while IFS= read -r called; do
      # verify::_print_$format: only the beginning is known here.
      [[ $called != *'$' ]] || continue
      [[ -v defined[$called] ]] || printf '%s calls %s, which is nowhere\n' "$module" "$called"
      [[ $called != *::_* || ${called%%::*} == "$module" ]] || printf '%s calls the private %s\n' "$module" "$called"
    done < <(code "$file" | grep -oE '\b[a-z_]+::[a-z0-9_]+\$?' | sort -u)
  done
}

# Global variables that do not carry their module's name; options are OPT_.
wrong_globals() { # <root>
  local file module
  for file in "$1"/lib/*.sh; do
    module=${file##*/}
    module=${module%.sh}
    sed -nE 's/^(readonly |declare -[a-zA-Z]+ )?([A-Za-z_]+)=.*/\2/p' "$file" \
      | grep -vE "^(${module^^}_|OPT_)" | sed "s/^/$module: /"
  done
}

# pattern | why
readonly BANNED=(
  '\beval\b|runs data as code'
  '`|nests badly; use $( )'
  '\|\| true\b|hides why something failed'
  'Requests/sec|Transfer/sec|Latency Distribution|^Non-2xx|numbers come from wrk.lua, never from the text of wrk'
  'case "?\$\{?(framework|name|group)\b|what differs by framework or group belongs into its own file'
  '\[\[ \$\{?(framework|group)\}? ==? "?[a-z]|what differs by framework or group belongs into its own file'
  '\b(killall|pkill)\b|ends processes that are not ours'
  '\bzsh\b|\blsof\b|not needed, and often not there'
)

banned_words() { # <root>
  local row
  for row in "${BANNED[@]}"; do
    code "$1"/run_all.sh "$1"/lib/*.sh "$1"/scripts/*.sh "$1"/endpoints/*.sh | grep -E "^[^:]+:[0-9]+:.*(${row%|*})" | sed "s|$| -- ${row##*|}|" || :
  done
}

# Hosts in code other than this machine; example.com is nobody's, and words.bats has the examples for this very rule.
foreign_hosts() { # <root>
  local -a files
  mapfile -t files < <(find "$1" \( -name ".venv*" -o -name .git -o -name results \) -prune -o -type f \
    \( -name '*.sh' -o -name '*.py' -o -name '*.jq' -o -name '*.lua' -o -name '*.bats' -o -name '*.bash' \) ! -name words.bats -print)
  code "${files[@]}" | grep -oE "^[^:]+:[0-9]+:|https?://[^/\"' )]+" \
    | awk '/^https?:/ {print place $0; next} {place = $0}' \
    | grep -vE ':https?://(127\.0\.0\.1|localhost|([a-z{}_]+\.)*example\.com|[$%{<][^.]*)([:?#\\].*)?$' || :
}

# Names of frameworks in what must not know any. legacy.sh has the old run's.
framework_names() { # <root>
  local names
  names=$(find "$1/servers" -maxdepth 1 -name '*_server.py' -exec basename {} _server.py \; | paste -sd'|')
  grep -rniE "(^|[^a-z])($names)([^a-z]|$)" "$1/run_all.sh" "$1/lib" --exclude=legacy.sh --exclude-dir=__pycache__ || :
}

# A subscript with an unquoted slash: shfmt takes it for a division and puts spaces around it.
bare_slashes() { # <file>…
  grep -nE '\b[A-Za-z_]+\[[^]"]*/[^]"]*\]' -- "$@" | grep -vE '\[\$\(\(|^[^:]+:[0-9]+:[[:space:]]*#' || :
}

# Files that begin with #! but cannot be called, and the reverse.
wrong_modes() { # <root>
  local file
  for file in "$1"/run_all.sh "$1"/visualize_results.py "$1"/.ci/run "$1"/{lib,scripts,endpoints,tests}/*.sh "$1"/tests/stubs/*; do
    [[ -f $file ]] || continue
    if [[ $(head -c 2 "$file") == '#!' ]]; then
      [[ -x $file ]] || printf '%s is not executable\n' "${file##*/}"
    else
      [[ ! -x $file ]] || printf '%s is executable\n' "${file##*/}"
    fi
  done
}

# Lines of lock files other than "name==version" with its marker, and hashes; packages without a hash.
wrong_locks() { # <root>
  local file
  for file in "$1"/requirements*.txt; do
    grep -nvE '^(#.*|[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ /:]+( ; [^/:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|)$' "$file" | sed "s,^,${file##*/}:," || :
    awk -v file="${file##*/}" '/==/ {if (name && !hashes) print file ": no hash for " name; name = $1; hashes = 0}
      /--hash=/ {hashes++} END {if (name && !hashes) print file ": no hash for " name}' "$file"
  done
}

wrong_json() { # <root>
  local file
  while IFS= read -r file; do
    jq empty "$file" 2>/dev/null || printf '%s is no JSON\n' "${file#"$1/"}"
  done < <(find "$1" \( -name ".venv*" -o -name .git -o -name results -o -name '.*_cache' \) -prune -o -name '*.json' -print)
}

# What the shared modules of the servers import from web frameworks: the frameworks themselves, and what is part of one.
shared_imports() { # <root>
  local names
  names=$(find "$1/servers" -maxdepth 1 -name '*_server.py' -exec basename {} _server.py \; | cat - <(printf 'starlette\nrest_framework\nwerkzeug\npydantic\n') | paste -sd'|')
  grep -rnE "^ *(from|import) +($names)\b" "$1/servers/shared" --include='*.py' || :
}
