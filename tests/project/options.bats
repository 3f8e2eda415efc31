# What the documents say and what the code has. Every rule has a second test with documents that are wrong.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/conventions
  load ../helpers/documents
}

help_text() {
  "$PROJECT/run_all.sh" --help
}

@test "--help names the options of the table, no more and no fewer" {
  same_lines "$(options_of_help "$(help_text)")" "$(options_of_table "$PROJECT")"
  (($(options_of_table "$PROJECT" | wc -l) > 15))
}

@test "an option that is missing in a text is found" {
  fails same_lines "$(options_of_help "$(help_text | grep -v -- --seed)")" "$(options_of_table "$PROJECT")" >/dev/null
}

@test "README.md explains the options of the table, no more and no fewer" {
  [[ -f $PROJECT/README.md ]] || skip "there is no README.md yet"
  same_lines "$(options_of_readme "$PROJECT")" "$(options_of_table "$PROJECT")"
}

@test "an option that README.md lacks, and one that it invents, are found" {
  a_tree lib/options.sh <<<$'OPTIONS_TABLE=(\n  "seed|N|number|a"\n  "server-cpus|LIST|cpus|b"\n)'
  a_tree README.md <<<$'| option | meaning |\n| `--seed N`, `--server-cpus LIST` | both --not-these |'
  same_lines "$(options_of_readme "$TREE")" "$(options_of_table "$TREE")"
  a_tree README.md <<<'| `--seed N` | one |'
  fails same_lines "$(options_of_readme "$TREE")" "$(options_of_table "$TREE")" >/dev/null
  a_tree README.md <<<$'| `--seed N`, `--server-cpus` | x |\n| `--fast` | y |'
  fails same_lines "$(options_of_readme "$TREE")" "$(options_of_table "$TREE")" >/dev/null
}

@test "examples in the documents use options that there are" {
  same "$(unknown_in_examples "$PROJECT")" ""
}

@test "an example with an unknown option is found" {
  a_tree lib/options.sh <<<$'OPTIONS_TABLE=(\n  "seed|N|number|a"\n)'
  a_tree README.md <<<$'Call `./run_all.sh --seed 3 --help` or\n    ./run_all.sh --sed 3 # --nothing'
  same "$(unknown_in_examples "$TREE")" "sed"
}

@test "endpoints/README.md explains the keys of a contract, no more and no fewer" {
  same_lines "$(keys_of_readme "$PROJECT")" "$(keys_of_contract "$PROJECT")"
  same_lines "$(expectations_of_readme "$PROJECT")" "$(expectations_of_judge "$PROJECT")"
}

@test "a key that is explained nowhere is found" {
  a_tree lib/contract.sh <<<$'readonly CONTRACT_KEYS=\'["title","work"]\''
  a_tree lib/contract.jq <<<$'select($expect | has("body")) | $expect.status, $expect.size'
  a_tree endpoints/README.md <<<$'## A contract\n| `title` | x |\n## What is expected\n| `status` | x |\n| `body` | x |\n| `that` | x |\n## Adding one'
  fails same_lines "$(keys_of_readme "$TREE")" "$(keys_of_contract "$TREE")" >/dev/null
  same "$(diff <(expectations_of_readme "$TREE") <(expectations_of_judge "$TREE"))" $'1a2\n> size'
}
