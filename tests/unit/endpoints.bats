# lib/endpoints.sh: group files, selection, --list.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
}

three_groups() {
  write_group basic "/:hello"
  echo 'BASIC_OPTIONAL=yes BASIC_TITLE="The basics"' >>"$WORK/endpoints/basic.sh"
  write_group routing "/static:static_path" "/user/{id}:one_user" "/user:new_user:POST"
  echo 'ROUTING_ALIASES=(route paths)' >>"$WORK/endpoints/routing.sh"
  write_group validation "/validate:validate:PUT" "/user:new_user:PATCH"
  endpoints::load "$WORK/endpoints"
}

chosen() { # <features> <benchmarks>
  endpoints::choose "$1" "${2:-}"
  core::join ' ' "${ENDPOINTS_CHOSEN[@]}"
}

@test "entries are read in the order of the files and as written" {
  three_groups
  same "$(core::join ' ' "${ENDPOINTS_IDS[@]}")" \
    "basic.hello routing.static_path routing.one_user routing.new_user validation.validate validation.new_user"
  same "$(core::join ' ' "${ENDPOINTS_GROUPS[@]}")" "basic routing validation"
}

@test "an entry is path, name and method; without a method it is GET" {
  three_groups
  same "${ENDPOINTS_PATH[routing.one_user]} ${ENDPOINTS_METHOD[routing.one_user]}" "/user/{id} GET"
  same "${ENDPOINTS_PATH[validation.validate]} ${ENDPOINTS_METHOD[validation.validate]}" "/validate PUT"
  same "${ENDPOINTS_GROUP[routing.new_user]} ${ENDPOINTS_NAME[routing.new_user]}" "routing new_user"
}

@test "a colon in a path or a query stays there" {
  write_group odd "/at/12:30:by_time" "/search?range=1:2&of=a:b:by_range:POST" "/x:post:post:POST"
  endpoints::load "$WORK/endpoints"
  same "${ENDPOINTS_PATH[odd.by_time]}" "/at/12:30"
  same "${ENDPOINTS_PATH[odd.by_range]} ${ENDPOINTS_METHOD[odd.by_range]}" "/search?range=1:2&of=a:b POST"
  same "${ENDPOINTS_PATH[odd.post]} ${ENDPOINTS_METHOD[odd.post]}" "/x:post POST"
}

@test "the same name in two groups makes two endpoints" {
  three_groups
  same "${ENDPOINTS_METHOD[routing.new_user]} ${ENDPOINTS_METHOD[validation.new_user]}" "POST PATCH"
}

@test "everything that is wrong with the group files is told at once" {
  write_group bad "no-slash:name" "GET /late:name" "/only/a/path" "/x:Upper" "/x:name:FETCH" "/x:GET" "/fine:fine" "/again:fine"
  write_group empty
  echo 'LOST_TITLE="no entries here"' >"$WORK/endpoints/lost.sh"
  run as_runner endpoints::load "$WORK/endpoints"
  ended 2
  local entry
  for entry in no-slash:name "GET /late:name" /only/a/path /x:Upper /x:name:FETCH /x:GET; do
    has "$output" "[ERROR] endpoints/bad.sh: \"$entry\" is not /path:name or /path:name:METHOD"
  done
  has "$output" "[ERROR] endpoints/bad.sh: the name fine stands there twice"
  has "$output" "[ERROR] endpoints/empty.sh: EMPTY_ENDPOINTS is missing or empty"
  has "$output" "[ERROR] endpoints/lost.sh: LOST_ENDPOINTS is missing or empty"
  same "${#lines[@]}" 9
}

@test "a group file whose name can be no variable is told among the others" {
  mkdir -p "$WORK/endpoints"
  echo 'X=1' >"$WORK/endpoints/my-group.sh"
  write_group other "wrong"
  run as_runner endpoints::load "$WORK/endpoints"
  ended 2
  has "$output" "[ERROR] endpoints/my-group.sh: a group is named"
  has "$output" "[ERROR] endpoints/other.sh:"
}

@test "an alias that means two groups is an error" {
  write_group one "/a:a"
  write_group two "/b:b"
  echo 'ONE_ALIASES=(both two)' >>"$WORK/endpoints/one.sh"
  echo 'TWO_ALIASES=(both)' >>"$WORK/endpoints/two.sh"
  run as_runner endpoints::load "$WORK/endpoints"
  ended 2
  has "$output" "[ERROR] endpoints/two.sh: the name both belongs to the group one already"
  has "$output" "[ERROR] endpoints/two.sh: the name two belongs to the group one already"
}

@test "a folder without groups is an error" {
  mkdir -p "$WORK/endpoints"
  run as_runner endpoints::load "$WORK/endpoints"
  ended 2
  has "$output" "no group file"
}

@test "features choose groups, in file order whatever the order of the words" {
  three_groups
  same "$(chosen validation,routing)" "routing.static_path routing.one_user routing.new_user validation.validate validation.new_user"
  same "$(chosen basic)" "basic.hello"
}

@test "all takes every group that is not optional, and an optional one can be added" {
  three_groups
  same "$(chosen all)" "$(chosen routing,validation)"
  same "$(chosen all,basic)" "$(chosen basic,routing,validation)"
}

@test "aliases stand for their group" {
  three_groups
  same "$(chosen route)" "$(chosen routing)"
  same "$(chosen paths,routing)" "$(chosen routing)"
}

@test "benchmarks narrow the choice, also under an alias" {
  three_groups
  same "$(chosen routing,validation validation.validate,route.one_user)" "routing.one_user validation.validate"
}

@test "an unknown feature ends with 2 and names the nearest" {
  choose() {
    endpoints::load "$1"
    endpoints::choose "$2" "$3"
  }
  three_groups
  run as_runner choose "$WORK/endpoints" routing,validatoin ""
  ended 2
  has "$output" 'unknown feature "validatoin"; nearest: validation'
  run as_runner choose "$WORK/endpoints" routing,, ""
  ended 2
  has "$output" 'unknown feature ""'
}

@test "an unknown benchmark ends with 2 and names the nearest; one of another group is refused" {
  choose() {
    endpoints::load "$1"
    endpoints::choose "$2" "$3"
  }
  three_groups
  run as_runner choose "$WORK/endpoints" routing routing.one_usr
  ended 2
  has "$output" 'unknown benchmark "routing.one_usr"; nearest: routing.one_user'
  run as_runner choose "$WORK/endpoints" routing validation.validate
  ended 2
  has "$output" "--benchmarks validation.validate: its group is not among --features"
  run as_runner choose "$WORK/endpoints" routing one_user
  ended 2
}

@test "the groups of a choice are named once each, in order" {
  three_groups
  endpoints::choose validation,routing ""
  same "$(endpoints::chosen_groups)" $'routing\nvalidation'
}

@test "the entries of a group as JSON keep path and method as written" {
  three_groups
  endpoints::entries_json routing | jq -s . >entries.json
  holds '. == [{name: "static_path", method: "GET", path: "/static"}, {name: "one_user", method: "GET", path: "/user/{id}"},
    {name: "new_user", method: "POST", path: "/user"}]' entries.json
}

@test "the JSON of the chosen groups has title and result, with defaults" {
  three_groups
  endpoints::choose all,basic ""
  endpoints::chosen_groups_json >groups.json
  holds '.basic.title == "The basics" and .basic.result == "basic.json" and .routing.title == "routing" and (keys | length) == 3
    and .routing.endpoints == ["static_path", "one_user", "new_user"]' groups.json
}

@test "the list names every group and endpoint, as text and as JSON" {
  three_groups
  endpoints::print_list text >list.txt
  grep -qx 'basic - The basics (not part of "all")' list.txt
  grep -qxE '  one_user +GET +/user/\{id\}' list.txt
  same "$(grep -c '^  ' list.txt)" 6
  endpoints::print_list json >list.json
  holds 'length == 6 and (.[] | select(.benchmark == "validation.validate")
    | .method == "PUT" and .path == "/validate" and .in_all) and (.[0].in_all | not)' list.json
}

@test "the project's own groups are read without a problem" {
  run as_runner endpoints::load "$PROJECT/endpoints"
  ended 0
  same "$output" ""
}
