# lib/proof.sh: a number of the server's that must move by what was asked of it.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}, proof: {path: "/count", value: ".n", per_request: 2, settle_seconds: 0}},
    b: {title: "B", expect: {status: 200}}}'
  load_contracts
  SERVER_PORT[it]=1
  # The server's number is what the file says.
  curl() { cat "$WORK/number"; }
}

number() {
  echo "{\"n\": $1}" >"$WORK/number"
}

# What wrk left of a load of so many requests.
wrk_result() { # <requests>
  echo "{\"requests\": $1}" >"$WORK/load"
  printf '%s' "$WORK/load"
}

close_with() { # <number> <requests> <connections>
  local reason=
  number 100
  proof::open it shop.a reason
  number "$1"
  proof::close it shop.a "$(wrk_result "$2")" "$3" reason
  printf '%s' "$reason"
}

@test "a number that moved by what was asked proves it" {
  same "$(close_with 120 10 4)" ""
}

@test "requests that were cut off may have moved it too, but no more than there are connections" {
  same "$(close_with 128 10 4)" ""
  same "$(close_with 130 10 4)" "10 requests were answered, which must move /count by 20; it moved by 30"
}

@test "too little is told" {
  same "$(close_with 118 10 4)" "10 requests were answered, which must move /count by 20; it moved by 18"
}

@test "what was proved is known afterwards, with the time that it took" {
  local reason=
  number 0
  proof::open it shop.a reason
  number 20
  proof::close it shop.a "$(wrk_result 10)" 1 reason
  holds '.asked == 20 and .moved == 20 and .drain_ms >= 0' - <<<"$PROOF_RESULT"
}

@test "a proof that gives no number is told before the load" {
  local reason=
  echo '{"n": null}' >"$WORK/number"
  proof::open it shop.a reason
  same "$reason" "the proof /count gives no number"
}

@test "an endpoint without a proof has none" {
  local reason=
  proof::open it shop.b reason
  proof::close it shop.b "$(wrk_result 10)" 1 reason
  same "$PROOF_RESULT|$reason" "null|"
}
