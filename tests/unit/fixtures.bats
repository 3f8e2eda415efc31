# lib/fixtures.sh: fixtures that a program of the group makes, once.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  ENDPOINTS_FOLDER=$WORK/endpoints
  mkdir -p "$ENDPOINTS_FOLDER/fixtures"
  mkdir -p "$WORK/.venv/bin"
  setup::ensure_python() { SETUP_PYTHON=python3; }
}

program() { # stdin: what it does with the folder
  { printf 'import pathlib, sys\nfolder = pathlib.Path(sys.argv[1])\n' && cat; } >"$ENDPOINTS_FOLDER/fixtures/shop.py"
}

@test "what the program writes is found, after what is kept in the folder" {
  program <<<'(folder / "a.bin").write_bytes(b"made"); (folder / "kept").write_text("made")'
  fixtures::make shop
  same "$(cat "$(fixtures::find shop a.bin)")" made
  echo kept >"$ENDPOINTS_FOLDER/fixtures/kept"
  same "$(cat "$(fixtures::find shop kept)")" kept
  same "$(fixtures::find shop missing)" ""
}

@test "they are made once, and again when the program has changed" {
  program <<<'(folder / "a").write_text("one")'
  fixtures::make shop
  echo mine >"$(fixtures::find shop a)"
  fixtures::make shop
  same "$(cat "$(fixtures::find shop a)")" mine
  program <<<'(folder / "b").write_text("two")'
  fixtures::make shop
  same "$(fixtures::find shop a)|$(cat "$(fixtures::find shop b)")" "|two"
}

@test "a program that fails ends the run with its reason, and leaves nothing half made" {
  program <<<'(folder / "a").write_text("one"); sys.exit("no such colour")'
  make_there() { ENDPOINTS_FOLDER=$1 && fixtures::make shop; }
  run as_runner make_there "$ENDPOINTS_FOLDER"
  ended 3
  has "$output" "endpoints/fixtures/shop.py cannot make the fixtures: no such colour"
  same "$(fixtures::find shop a)$(ls "$ENDPOINTS_FOLDER/fixtures/made")" ""
}

@test "a group without a program has nothing to make" {
  fixtures::make shop
  same "$(ls "$ENDPOINTS_FOLDER/fixtures")" ""
}
