# endpoints/CATALOGUE.md is what --docs makes of the tree.

setup() {
  load ../helpers/load
  load ../helpers/assert
}

@test "the catalogue is that of the tree; ./run_all.sh --docs writes it again" {
  [[ $("$PROJECT/run_all.sh" --docs --dry-run) == "$(<"$PROJECT/endpoints/CATALOGUE.md")" ]] || {
    echo "endpoints/CATALOGUE.md is stale: ./run_all.sh --docs"
    return 1
  }
}

@test "the catalogue has every endpoint, and the documents lead to it" {
  local id
  while IFS= read -r id; do
    grep -q "^| \`${id#*.}\` |" "$PROJECT/endpoints/CATALOGUE.md" || {
      echo "$id is not in the catalogue"
      return 1
    }
  done < <("$PROJECT/scripts/candidates.sh" --benchmarks)
  grep -q 'endpoints/CATALOGUE.md' "$PROJECT/README.md"
  grep -q '(CATALOGUE.md)' "$PROJECT/endpoints/README.md"
}

@test "the doctor finds nothing to mend but a port that someone has" {
  run "$PROJECT/run_all.sh" --doctor
  [[ $status == 0 ]] || same "$(grep -v '^ ' <<<"$output" | grep -vE '^the port .* is taken by|^[0-9]+ to mend|^$')" ""
}

# What stands there as yes has passed in tests/servers/test_grid.py, or that fails.
@test "each group is answered by some framework" {
  same "$(awk '/^## / {group = $0; left[group] = 1} / \| yes \|/ {delete left[group]} END {for (group in left) print group}' \
    "$PROJECT/endpoints/CATALOGUE.md")" ""
}
