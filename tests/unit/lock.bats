# scripts/lock.sh: what is locked, and from what. The tools are stand-ins: python3 makes a .venv whose uv keeps its calls.

setup() {
  load ../helpers/load
  load ../helpers/assert
  make_folder
  SITE="$WORK/a project"
  mkdir -p "$SITE/scripts" "$SITE/servers/new_app" "$WORK/bin"
  cp "$PROJECT/scripts/lock.sh" "$SITE/scripts"
  printf '[dependency-groups]\nrunner = ["numpy"]\nold = ["click"]\n' >"$SITE/pyproject.toml"
  export CALLS=$WORK/calls REAL_PYTHON
  REAL_PYTHON=$(type -P python3)
  cat >"$WORK/bin/python3" <<'END'
#!/bin/bash
[[ $1 == -m ]] || exec "$REAL_PYTHON" "$@"
mkdir -p "$3/bin"
printf '#!/bin/bash\nexit 0\n' >"$3/bin/pip"
printf '#!/bin/bash\necho "$*" >>"$CALLS"\necho "click==1.0 --hash=sha256:0"\n' >"$3/bin/uv"
chmod +x "$3/bin/pip" "$3/bin/uv"
END
  chmod +x "$WORK/bin/python3"
  PATH=$WORK/bin:$PATH
}

locks() {
  (cd "$SITE" && printf '%s ' requirements*.txt)
}

@test "each group of pyproject.toml has its lock; the runner's has no name" {
  run "$SITE/scripts/lock.sh"
  ended 0
  same "$(locks)" "requirements-old.txt requirements.txt "
  has "$(head -n 1 "$SITE/requirements-old.txt")" "from pyproject.toml"
  grep -q -- '--generate-hashes .* --group=old$' "$CALLS"
}

@test "a framework's requirements.in beside its modules is locked with the others, from one resolution" {
  printf '# what it needs\nclick\n' >"$SITE/servers/new_app/requirements.in"
  run "$SITE/scripts/lock.sh"
  ended 0
  same "$(locks)" "requirements-new.txt requirements-old.txt requirements.txt "
  has "$(head -n 1 "$SITE/requirements-new.txt")" "from servers/new_app/requirements.in"
  has "$(head -n 1 "$CALLS")" "servers/new_app/requirements.in"
  has "$(head -n 1 "$CALLS")" "--group=old"
  grep -q -- '--generate-hashes .* servers/new_app/requirements.in$' "$CALLS"
}

@test "one that names no package has no lock" {
  printf '# nothing yet\n\n' >"$SITE/servers/new_app/requirements.in"
  run "$SITE/scripts/lock.sh"
  ended 0
  same "$(locks)" "requirements-old.txt requirements.txt "
}

@test "a framework that names its packages in both places is refused" {
  mkdir "$SITE/servers/old_app"
  echo click >"$SITE/servers/old_app/requirements.in"
  run "$SITE/scripts/lock.sh"
  ended 2
  has "$output" "servers/old_app/requirements.in: pyproject.toml has a group old already"
  [[ ! -e $SITE/requirements.txt ]]
}
