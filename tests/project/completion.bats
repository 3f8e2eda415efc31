# What completes a command line, and the manual page: both follow from --help and --list.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/conventions
  load ../helpers/documents
  make_folder
  cd "$PROJECT" || return
}

candidates() { # [<option>]
  scripts/candidates.sh "$@" | paste -sd' '
}

# What bash offers behind these words; the last one is the one that is being typed.
offered() { # <word>…
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  _run_all
  printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd' '
}

# The same in zsh: its builtins are replaced by what prints what they are given.
offered_by_zsh() { # <word>…
  zsh -f -c '
    compset() { [[ $2 == "*=" ]] && print "cut at ="; [[ $2 == "*," ]] && print "cut at ,"; return 0 }
    compadd() { print -l -- ${(P)2} }
    _describe() { print -l -- ${(P)2} }
    _files() { print files "$@" }
    complete_it() { words=("$@") CURRENT=$#; source scripts/_run_all }
    complete_it "$@"' zsh "$@"
}

@test "all options are candidates, each with its meaning" {
  same_lines "$(scripts/candidates.sh | cut -f 1 | sort)" "$({ options_of_table "$PROJECT" && echo help; } | sed 's/^/--/' | sort)"
  same "$(scripts/candidates.sh | grep -c $'\t.')" "$(scripts/candidates.sh | wc -l)"
}

@test "frameworks, groups, endpoints, suites, scenarios and other words come from what there is" {
  has " $(candidates --framework) " " flask "
  same "$(candidates --shell)" "$(candidates --framework)"
  has "$(candidates --features)" "routing streaming validation all"
  has " $(candidates --benchmarks) " " routing.simple_routing "
  same "$(scripts/candidates.sh --explain | wc -l)" "$(jq -s 'map(length) | add' endpoints/*.contract.json)"
  has " $(candidates --doctor) " " flask "
  has " $(candidates --doctor) " " background_tasks "
  has "$(candidates --test-suite)" "development"
  has "$(candidates --scenario)" "ecommerce_load_test"
  same "$(candidates --profile)" "legacy production fastest"
  same "$(candidates --format)" "text json"
  same "$(candidates --load)" "heavy light medium saturate stress"
  has "$(candidates --report-format)" "html"
  has "$(candidates --collect)" "gc all none"
  same "$(candidates --resume) $(candidates --rerun)" "/ failed noisy"
  same "$(candidates --output)" "/"
  same "$(candidates --seed)" ""
}

@test "bash completes options, words, lists, values behind an equals sign, and folders" {
  source scripts/completion.bash
  complete -p run_all.sh | grep -q _run_all
  same "$(offered ./run_all.sh --compare)" "--compare-frameworks"
  same "$(offered ./run_all.sh --strict --hist)" "--history"
  same "$(offered ./run_all.sh --features rout)" "routing"
  same "$(offered ./run_all.sh --features validation,rout)" "validation,routing"
  same "$(offered ./run_all.sh --framework = flask,fast)" "flask,fastapi"
  same "$(offered ./run_all.sh --profile =)" "fastest legacy production"
  same "$(offered ./run_all.sh --explain routing.simple)" "routing.simple_routing"
  same "$(offered ./run_all.sh --output li)" "lib"
  has "$(offered ./run_all.sh '')" "--features"
  same "$(offered ./nothing_like_it --feat)" ""
}

@test "zsh completes the same" {
  type -P zsh >/dev/null || skip "there is no zsh"
  has "$(offered_by_zsh ./run_all.sh --comp)" "--compare-frameworks:the same as --framework"
  has "$(offered_by_zsh ./run_all.sh --features rout)" $'cut at ,\nbackground_tasks'
  has "$(offered_by_zsh ./run_all.sh --features=rout)" $'cut at =\ncut at ,\nbackground_tasks'
  has "$(offered_by_zsh ./run_all.sh --output '')" "files -/"
  zsh -f -c 'fpath=($PWD/scripts $fpath); autoload -Uz compinit; compinit -u -D; [[ $_comps[run_all.sh] == _run_all ]]'
}

@test "the manual page has every option, and is troff without a warning" {
  scripts/manual.sh >"$WORK/run_all.1"
  same_lines "$(sed -nE 's/^\.B (\\-h, )?\\-\\-([a-z\\-]+).*/\2/p' "$WORK/run_all.1" | sed 's/[\]//g' | sort)" "$({ options_of_table "$PROJECT" && echo help; } | sort)"
  grep -q '^\.TH RUN_ALL\.SH 1 "" "feature\\-benchmark [0-9.]*"' "$WORK/run_all.1"
  grep -q '^\.SH EXIT STATUS' "$WORK/run_all.1"
  type -P groff >/dev/null || skip "there is no groff"
  same "$(groff -man -Tutf8 -ww "$WORK/run_all.1" 2>&1 >"$WORK/page")" ""
  has "$(sed 's/.\x08//g' "$WORK/page")" "--features NAMES"
}
