# lib/saves.sh: what a framework is made of, when that was saved, and copies of it.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  CORE_ROOT=$WORK/project SAVES_POLL_SECONDS=0.01
  mkdir -p project/servers/{alpha_app,beta_app,shared,alpha_app/__pycache__} project/endpoints/fixtures/made
  cd project || return
  touch servers/{alpha,beta}_server.py servers/{alpha_app,beta_app}/shop.py servers/shared/kit.py
  touch endpoints/{shop,other}.{sh,contract.json} endpoints/fixtures/body.json
  FRAMEWORKS_ALL=(alpha beta)
  saves::begin alpha shop
  saves::note
}

@test "a save of the entry, a module, what is shared, a contract and a fixture is seen" {
  local file
  for file in servers/alpha_server.py servers/alpha_app/{shop,new}.py servers/shared/kit.py endpoints/shop.{sh,contract.json} endpoints/fixtures/body.json; do
    fails saves::is_newer
    echo change >>"$file"
    saves::is_newer
    saves::note
  done
  rm servers/alpha_app/new.py
  saves::is_newer
}

@test "another framework, another group, what was made, and files that editors put beside are none" {
  echo change >>servers/beta_server.py
  echo change >>servers/beta_app/shop.py
  echo change >>endpoints/other.sh
  echo change >>endpoints/fixtures/made/large.bin
  echo change >>servers/alpha_app/__pycache__/shop.pyc
  echo change >>servers/alpha_app/.shop.py.swp
  echo change >>servers/alpha_app/shop.py~
  fails saves::is_newer
}

@test "a file that comes and goes again ends no waiting, a save does, once all of it is there" {
  local looks=0
  # What happens between two looks, instead of the time that passes.
  core::pause() {
    looks=$((looks + 1))
    case $looks in
      1) touch servers/probe ;;
      2) rm servers/probe ;;
      6) echo one >>servers/alpha_server.py ;;
      7) echo two >>servers/shared/kit.py ;;
    esac
    ((looks < 50))
  }
  saves::wait
  ((looks == 8))
  fails saves::is_newer
}

@test "the digest of the contracts goes by what they say, not by when they were written" {
  local before
  before=$(saves::digest_contracts)
  touch -d yesterday endpoints/shop.sh
  same "$(saves::digest_contracts)" "$before"
  echo change >>servers/alpha_server.py
  same "$(saves::digest_contracts)" "$before"
  echo change >>endpoints/shop.sh
  [[ $(saves::digest_contracts) != "$before" ]]
}

@test "a copy has the servers and reaches the fixtures, but no compiled file" {
  touch servers/alpha_app/__pycache__/shop.pyc
  saves::copy "$WORK/a copy"
  echo later >>servers/alpha_server.py
  same "$(cd "$WORK/a copy" && find servers -type f | sort)" "$(printf 'servers/%s\n' alpha_app/shop.py alpha_server.py beta_app/shop.py beta_server.py shared/kit.py)"
  [[ ! -s "$WORK/a copy/servers/alpha_server.py" && -e "$WORK/a copy/endpoints/fixtures/body.json" ]]
}

@test "a log is told by the last place in the version's own files, with the line and the reason" {
  cat >log <<END
Traceback (most recent call last):
  File "$WORK/a copy/servers/alpha_server.py", line 3, in <module>
    main()
  File "$WORK/a copy/servers/alpha_app/shop.py", line 12, in one_item
    return items[7]
           ~~~~~^^^
  File "/usr/lib/python3/json.py", line 1, in loads
    fail()
KeyError: 7
END
  same "$(saves::print_blame "$WORK/a copy" log)" "servers/alpha_app/shop.py, line 12: KeyError: 7
    return items[7]"
}

@test "a log without such a place is told by its last lines" {
  printf 'one\ntwo\n\nalpha_server: the package is not installed\n' >log
  same "$(saves::print_blame "$WORK/a copy" log)" $'one\ntwo\nalpha_server: the package is not installed'
}
