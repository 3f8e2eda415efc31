# Completion of ./run_all.sh in bash: source scripts/completion.bash

_run_all() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} ask words
  # bash parts --name=value at the equals sign.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  ask=$(type -P -- "${COMP_WORDS[0]/#\~/$HOME}") || return 0
  ask=$(dirname -- "$(readlink -f -- "$ask")")/scripts/candidates.sh
  [[ -x $ask ]] || return 0
  if [[ $current == -* || $before != --* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$ask" | cut -f 1)" -- "$current")
    return 0
  fi
  words=$("$ask" "$before")
  if [[ $words == / ]]; then
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  else
    # In a list, the word behind the last comma.
    mapfile -t COMPREPLY < <(compgen -P "${current%"${current##*,}"}" -W "$words" -- "${current##*,}")
  fi
}

complete -F _run_all run_all.sh
