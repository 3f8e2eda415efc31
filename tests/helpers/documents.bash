# What the code and the documents must say alike, as functions of a tree: options, keys of a contract, keys that are expected.

options_of_table() { # <root>
  sed -n '/^OPTIONS_TABLE=(/,/^)/s/^  "\([a-z-]*\)|.*/\1/p' "$1/lib/options.sh" | sort
}

options_of_help() { # <text>
  grep -oE '^  --[a-z-]+' <<<"$1" | sed 's/^  --//' | sort
}

options_of_readme() { # <root>
  # shellcheck disable=SC2016 # a back-tick of Markdown
  grep -E '^\| `--' "$1/README.md" | cut -d'|' -f2 | grep -oE -- '`--[a-z-]+' | sed 's/^`--//' | sort
}

# Options that examples in the documents use and the runner has not.
unknown_in_examples() { # <root>
  local option
  while IFS= read -r option; do
    grep -qx -- "$option" <(
      options_of_table "$1"
      echo help
    ) || printf '%s\n' "$option"
  done < <(grep -hE '\./run_all\.sh' "$1"/README.md "$1"/*/README.md 2>/dev/null | grep -oE '\./run_all\.sh [^`#]*' \
    | grep -oE -- ' --[a-z-]+' | sed 's/^ --//' | sort -u)
}

# Keys of a contract: those the runner knows, and those endpoints/README.md explains.
keys_of_contract() { # <root>
  sed -n "s/^readonly CONTRACT_KEYS='\(.*\)'/\1/p" "$1/lib/contract.sh" | jq -r '.[]' | sort
}

keys_of_readme() { # <root>
  # shellcheck disable=SC2016 # back-ticks of Markdown
  sed -n '/^## A contract/,/^## What is expected/s/^| `\([a-z_]*\)` |.*/\1/p' "$1/endpoints/README.md" | sort
}

# Keys of `expect`: those the judge asks for, and those endpoints/README.md explains.
expectations_of_judge() { # <root>
  grep -hoE '\$expect(\.|\s*\| has\(")[a-z_]+' "$1"/lib/contract.jq | grep -oE '[a-z_]+$' | cat - <(echo that) | sort -u
}

expectations_of_readme() { # <root>
  # shellcheck disable=SC2016 # back-ticks of Markdown
  sed -n '/^## What is expected/,/^## Adding/s/^| `\([a-z_]*\)` |.*/\1/p' "$1/endpoints/README.md" | sort
}
