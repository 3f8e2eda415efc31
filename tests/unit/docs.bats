# lib/docs.sh: the catalogue.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load ../helpers/servers
  load ../helpers/told
  load_modules
  small_tree
}

@test "a group has its table, what is proved, and what is unsupported with the reason" {
  same_lines "$(docs::print | sed -n '/^## /,$p')" '## shop

`./run_all.sh --features shop`: [what is measured](shop.sh), [what is right](shop.contract.json)

| endpoint | request | what it does | control | Alpha | Beta |
| --- | --- | --- | --- | --- | --- |
| `one_item` | `GET /items/{id}` | One item | `plain` | yes | yes |
| `new_item` | `POST /items` | A new item \| in stock | `plain` | yes | – |
| `gone_item` | `GET /gone` | Nothing | `plain` | yes | yes |
| `plain` | `GET /plain` | Nothing to do |  | yes | yes |

Proved beside the answer itself:

- `one_item`: another one
- `new_item`: no number twice (over 3 answers); after each load, `.items` of `GET /count` moves by 2 for each request

Unsupported, and why:

- Beta (`new_item`): has no stock'
}

@test "one reason of several frameworks stands there once" {
  write_described alpha '{title: "Alpha", unsupported: {"shop/new_item": "has no stock", "shop/plain": "not plain"}}'
  find_tree
  has "$(docs::print)" $'- Alpha (`plain`): not plain\n- Alpha, Beta (`new_item`): has no stock'
}

@test "a group that a framework does not have is no support, and the others' answers stay" {
  write_described alpha '{title: "Alpha", groups: ["other"], unsupported: {}}'
  write_described beta '{title: "Beta", groups: ["other", "shop"], unsupported: {}}'
  find_tree
  has "$(docs::print)" '| `one_item` | `GET /items/{id}` | One item | `plain` | – | yes |'
  has "$(docs::print)" $'Unsupported, and why:\n\n- Alpha: nobody has written this group for it yet'
}

@test "the file appears whole; a dry run prints it and writes nothing" {
  OPT_dry_run=yes
  docs::write >printed
  [[ ! -e endpoints/CATALOGUE.md ]]
  OPT_dry_run=
  docs::write 2>messages
  cmp printed endpoints/CATALOGUE.md
  has "$(<messages)" "wrote endpoints/CATALOGUE.md: 1 groups"
  [[ ! -e endpoints/CATALOGUE.md.part ]]
}

@test "without a framework's own word there is no catalogue" {
  write_server beta <<<'echo "beta_server: not installed" >&2; exit 1'
  OPT_dry_run=
  run docs::write
  ended 3
  has "$output" "the catalogue needs each framework's own word; missing: beta"
  [[ ! -e endpoints/CATALOGUE.md ]]
}
