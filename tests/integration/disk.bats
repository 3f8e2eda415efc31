# Results that cannot be written: one clear message, an exit status, and what was written before is kept.

bats_require_minimum_version 1.5.0
BATS_TEST_TIMEOUT=200

QUICK=(--benchmarks "greetings.hello,greetings.sum" --framework alpha --duration 1s --warmup 0s --connections 2 --threads 1)

setup() {
  load ../helpers/assert
  load ../helpers/project
  lay_out_fixture "$BATS_TEST_TMPDIR"
  DISK="$BATS_TEST_TMPDIR/a small disk"
  mkdir "$DISK"
}

teardown() {
  end_leftovers
  ! mountpoint -q "$DISK" || umount "$DISK"
}

# File permissions do not bind root, a mount does.
mount_disk() { # <option>…
  mount -t tmpfs -o "$1" none "$DISK" 2>/dev/null || skip "mounting a tmpfs is not permitted here"
}

one_error() { # <part of it>
  same "$(grep -c '^\[ERROR\]' <<<"$stderr")" 1
  has "$(grep '^\[ERROR\]' <<<"$stderr")" "$1"
  lacks "$stderr" ".sh: line"
  lacks "$stderr" "command of the runner failed"
}

@test "an output folder that is a file ends the run with status 3 before anything starts" {
  : >"$BATS_TEST_TMPDIR/a file"
  bench "${QUICK[@]}" --output "$BATS_TEST_TMPDIR/a file"
  ended 3
  one_error "cannot write to $BATS_TEST_TMPDIR/a file"
  has "$stderr" "choose another folder with --output"
  left_nothing
}

@test "an output folder on a read-only disk ends the run with status 3 before anything starts" {
  mount_disk ro
  bench "${QUICK[@]}" --output "$DISK/results"
  ended 3
  one_error "cannot write to $DISK/results"
  has "$stderr" "choose another folder with --output"
  left_nothing
}

@test "a results folder that is read-only ends the run with status 3 before anything starts" {
  mount_disk size=1m
  mkdir -p "$DISK/runs"
  mount -o remount,ro "$DISK"
  bench "${QUICK[@]}" --output "$DISK"
  ended 3
  one_error "cannot write to $DISK"
  left_nothing
}

@test "a disk that is full from the start ends the run with status 3 and says so" {
  mount_disk size=64k
  dd if=/dev/zero of="$DISK/ballast" bs=1k count=64 status=none 2>/dev/null || :
  bench "${QUICK[@]}" --output "$DISK"
  ended 3
  one_error "cannot write to $DISK"
  left_nothing
}

@test "a disk that fills up in the middle ends the run with status 3 and keeps what was measured" {
  mount_disk size=2m
  bench_start "${QUICK[@]}" --output "$DISK"
  eventually grep -rqs '"kind":"window"' "$DISK/runs"
  dd if=/dev/zero of="$DISK/ballast" bs=1k count=2048 status=none 2>/dev/null || :
  bench_wait
  ended 3
  one_error "cannot write to $DISK/runs/"
  has "$stderr" "0 free on its disk"
  has "$stderr" "what was measured before is kept"
  left_nothing
  # With room again, the reports are made from what was written.
  rm "$DISK/ballast"
  bench --output "$DISK" --report "$DISK"/runs/*
  ended 0
  same "$(jq -r .status "$DISK"/runs/*/raw/alpha.greetings.hello.json)" ok
  same "$(jq -r .status "$DISK"/runs/*/run.json)" interrupted
  is_there "$DISK/features/feature_summary.md"
}
