# Answers as the probe writes them, for the judge.

ANSWERS=answers # as the answers of one endpoint

# The answer to check <number> of the endpoint, its <repetition>th.
answer() { # <number> <repetition> <status> <body> [<header>…]
  local file="$ANSWERS/${1}_$2"
  mkdir -p "$ANSWERS"
  {
    printf 'HTTP/1.1 %s Whatever\r\n' "$3"
    (($# < 5)) || printf '%s\r\n' "${@:5}"
    printf '\r\n'
  } >"$file.head"
  printf '%s' "$4" >"$file.body"
}

no_answer() { # <number> <repetition>
  mkdir -p "$ANSWERS"
  : >"$ANSWERS/${1}_$2.head"
  : >"$ANSWERS/${1}_$2.body"
}

# What the judge finds wrong, one line each.
judged() { # <id>
  local -A found
  local file
  mkdir -p judged
  ln -sfn "../$ANSWERS" "judged/$1"
  # What the probe decodes stands here as it is.
  for file in "$ANSWERS"/*.body; do cp "$file" "${file%.body}.text"; done
  contract::judge judged found "$1"
  [[ -z ${found[$1]} ]] || printf '%s\n' "${found[$1]}"
}
