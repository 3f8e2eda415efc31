# Every command of the README is run: those that measure as a dry run, which reads and checks all of their options.

setup() {
  load ../helpers/load
  load ../helpers/assert
  make_folder
}

# The run_all.sh lines of the README's bash blocks, without their comments.
commands_of() { # <file>
  awk '/^```bash/ {inside = 1; next} /^```/ {inside = 0} inside && /run_all\.sh/ {sub(/ +#.*/, ""); print}' "$1"
}

@test "each call in the README is understood and could be carried out" {
  cd "$PROJECT"
  local line
  local -a words
  while IFS= read -r line; do
    read -ra words <<<"$line"
    case $line in
      *--list* | *--help*) run "${words[@]}" ;;
      # These read what earlier runs wrote: here it is enough that they say what is missing.
      *--report* | *--baseline*) run "${words[@]}" --output "$WORK/none" --dry-run ;;
      *origin/main*) run "${words[@]/origin\/main/HEAD}" --dry-run ;;
      *) run "${words[@]}" --dry-run ;;
    esac
    printf '%s → %s\n' "$line" "$status"
    case $line in
      *--report* | *--baseline*) ended 2 ;;
      *) ended 0 ;;
    esac
  done < <(commands_of README.md)
}

@test "the README has calls, and one that is not understood is found" {
  [[ $(commands_of "$PROJECT/README.md" | wc -l) -gt 15 ]]
  cd "$PROJECT"
  run ./run_all.sh --features nonsense --dry-run
  ended 2
}

@test "the README's other commands are those that exist" {
  grep -q '^make test$' "$PROJECT/README.md"
  grep -q '^python3 visualize_results.py' "$PROJECT/README.md"
  [[ -x $PROJECT/visualize_results.py ]]
  make -C "$PROJECT" --dry-run --silent test >/dev/null
}
