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
      *--report* | *--baseline* | *--resume* | *--rerun*) run "${words[@]}" --output "$WORK/none" --dry-run ;;
      # What a port that someone has would make it say; catalogue.bats looks at the rest.
      *--doctor*) run "${words[@]}" && status=$((status <= 1 ? 0 : status)) ;;
      *origin/main*) run "${words[@]/origin\/main/HEAD}" --dry-run ;;
      *) run "${words[@]}" --dry-run ;;
    esac
    printf '%s → %s\n' "$line" "$status"
    case $line in
      *--report* | *--baseline* | *--resume* | *--rerun*) ended 2 ;;
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
  # tests/integration/scaffold.bats runs those of scripts/, completion.bats what completes.
  grep -q 'source scripts/completion.bash' "$PROJECT/README.md"
  [[ -r $PROJECT/scripts/completion.bash && -r $PROJECT/scripts/_run_all && -x $PROJECT/scripts/manual.sh ]]
}

# Keys of the objects that the jq programs in lib/ build for a window and a duet, two levels deep.
recorded_keys() {
  local load='{"requests": 1, "seconds": 1, "cpu_us": 1, "errors": {"connect": 0, "read": 0, "write": 0, "timeout": 0, "status": 0}}'
  local -a given=(--argjson round 1 --argjson window 1 --argjson expects_error false)
  jq -nr "${given[@]}" --argjson load "[$load]" --argjson server '{"ok": true, "cpu_us": 1, "memory_kib": {}}' --argjson position 1 --argjson connections 1 \
    --argjson client_cores 1 --argjson server_cores 1 --argjson keep_alive true --argjson proof null -f "$1/lib/records_window.jq" \
    | jq -rn 'input | del(.kind, .round) | paths | map(strings) | .[-1]'
  jq -nr "${given[@]}" --arg reference r --argjson own "[$load]" --argjson other "[$load]" --argjson own_sampled '{}' --argjson other_sampled '{}' \
    -f "$1/lib/records_duet.jq" | jq -r 'del(.kind, .round) | keys[] | select(startswith("reference_") | not)'
}

unexplained() { # <root> <file>
  recorded_keys "$1" | sort -u | while IFS= read -r key; do
    grep -q "\`$key\`" "$2" || printf '%s\n' "$key"
  done
}

@test "results/README.md explains each key of a window and of a duet" {
  (($(recorded_keys "$PROJECT" | sort -u | wc -l) > 25))
  same "$(unexplained "$PROJECT" "$PROJECT/results/README.md")" ""
}

@test "a key that results/README.md leaves out is found" {
  sed 's/`paced`/`pace`/; s/`reference`/reference/' "$PROJECT/results/README.md" >left_out.md
  same "$(unexplained "$PROJECT" left_out.md)" $'paced\nreference'
}
