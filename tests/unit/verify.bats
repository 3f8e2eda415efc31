# lib/verify.sh: --verify-only. Servers and probes are stand-ins.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
}

# alpha is right but for shop.b; beta supports no shop.b; gamma does not start.
verify_shop() { # <option>…
  cli::parse --features shop "$@"
  endpoints::load "$WORK/endpoints"
  endpoints::choose shop ""
  contract::load shop
  FRAMEWORKS_CHOSEN=(alpha beta)
  [[ ! -e with-gamma ]] || FRAMEWORKS_CHOSEN+=(gamma)
  FRAMEWORKS_UNSUPPORTED["beta|shop.b"]="has no b"
  # shellcheck source=/dev/null
  [[ ! -e more-unsupported ]] || source ./more-unsupported
  plan::_find_stages
  PLAN_PORTS=default
  stage::boot() {
    local -n _why=$2
    echo "boot $1 $STAGE_GROUPS" >>booted
    # Nobody's ports are in the way, so that it can run beside anything.
    [[ $PLAN_PORTS == own ]] || exit 90
    [[ $1 != gamma ]] || _why="ended with status 9"
  }
  probe::verify_all() {
    local id
    for id in "${@:2}"; do PROBE_PROBLEMS["$1|$id"]=; done
    [[ "$1 ${*: -1}" != "alpha shop.b" || -e all-right ]] || PROBE_PROBLEMS["alpha|shop.b"]=$'status 500 instead of 200\ntext "x" instead of "y"'
  }
  verify::run
}

shop() {
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}}, b: {title: "B", expect: {status: 200}}}'
}

@test "the grid shows pass, fail and unsupported, with every reason, and ends with 1" {
  shop
  run as_runner verify_shop
  ended 1
  grep -qxE 'shop +alpha +beta *' <<<"$output"
  grep -qxE '  a +pass +pass *' <<<"$output"
  grep -qxE '  b +FAIL +unsupported *' <<<"$output"
  grep -qx 'fail alpha shop.b: status 500 instead of 200' <<<"$output"
  grep -qx 'fail alpha shop.b: text "x" instead of "y"' <<<"$output"
  grep -qx 'unsupported beta shop.b: has no b' <<<"$output"
  grep -qx '2 pass, 1 fail, 1 unsupported' <<<"$output"
}

@test "without a failure the end is 0, whatever is unsupported" {
  shop
  touch all-right
  run as_runner verify_shop
  ended 0
  has "$output" "3 pass, 0 fail, 1 unsupported"
}

@test "a server that does not start fails each of its endpoints with the reason" {
  shop
  touch all-right with-gamma
  run as_runner verify_shop
  ended 1
  grep -qx 'fail gamma shop (all 2): did not start: ended with status 9' <<<"$output"
}

@test "a reason that holds for several endpoints is told once, whatever is in it" {
  write_group shop "/a:a" "/b:b" "/c:c"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}}, b: {title: "B", expect: {status: 200}}, c: {title: "C", expect: {status: 200}}}'
  touch all-right
  cat >more-unsupported <<'END'
FRAMEWORKS_UNSUPPORTED["beta|shop.c"]="has no b"
FRAMEWORKS_UNSUPPORTED["alpha|shop.a"]='takes "$(touch harm)" and `b]`'
END
  run as_runner verify_shop
  ended 0
  grep -qx 'unsupported beta shop.b, c: has no b' <<<"$output"
  grep -qxF 'unsupported alpha shop.a: takes "$(touch harm)" and `b]`' <<<"$output"
  [[ ! -e harm ]]
}

@test "as JSON every cell is an object with its reasons" {
  shop
  as_runner verify_shop --format json >grid.json 2>/dev/null || same "$?" 1
  holds 'length == 4 and .[0] == {framework: "alpha", group: "shop", endpoint: "a", result: "pass", reasons: []}
    and (map(select(.result == "fail")) | length == 1 and .[0].reasons == ["status 500 instead of 200", "text \"x\" instead of \"y\""])
    and (map(select(.result == "unsupported")) | .[0].reasons == ["has no b"])' grid.json
}

@test "each stage is booted with its own groups, and nothing is written" {
  write_group shop "/a:a" "/b:b"
  write_contract shop <<<'{a: {title: "A", expect: {status: 200}}, b: {title: "B", application: "large", expect: {status: 200}}}'
  touch all-right
  run as_runner verify_shop --output "$WORK/out"
  ended 0
  # beta has no cell in the second stage, so it is not started there.
  same "$(cat booted)" $'boot alpha shop\nboot beta shop\nboot alpha shop/large'
  [[ ! -e $WORK/out ]]
}
