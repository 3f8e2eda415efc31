# lib/pattern.sh: kinds of load by name, and the limit of open files. With lib/plan.sh: what is paced.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load ../helpers/groups
  load_modules
}

# What the options come to: the rate, the connections, and what wrk is told.
settled() { # <option>…
  work() {
    cli::parse "$@"
    plan::_split_duration() { :; }
    plan::_find_stages() { :; }
    plan::settle_features
    printf '%s|%s|%s|%s' "$PLAN_RATE" "$PLAN_CONNECTIONS" "$WRK_FROM_RPS" "$WRK_TO_RPS"
  }
  use_stubs nproc taskset
  run as_runner work --threads 1 "$@"
}

@test "each kind of load has its rate and its connections" {
  local given
  for given in "light:10|10|10|10" "medium:1000|100|1000|1000" "heavy:10000|1000|10000|10000" "saturate:|100||"; do
    settled --load "${given%%:*}"
    ended 0
    same "${given%%:*}:${lines[-1]}" "$given"
  done
}

@test "--connections wins over those of the load, wherever it stands" {
  settled --load medium --connections 40
  same "$output" "1000|40|1000|1000"
  settled --connections 40 --load medium
  same "$output" "1000|40|1000|1000"
}

@test "so many connections that servers close the waiting ones are refused, with the number that works" {
  settled --load light --connections 41
  ended 2
  has "$output" "--load light sends 10 requests/s"
  has "$output" "take --connections 40 or fewer"
  settled --load light --connections 40
  ended 0
}

@test "an unknown load is refused with those that there are" {
  settled --load gigantic
  ended 2
  has "$output" "--load gigantic"
  has "$output" medium
}

# A shell whose limits are these: the real ones cannot be lowered for one test and raised again. "may" raises the hard limit.
limited() { # <soft> <hard> <may|may not> <connections>
  work() {
    SOFT=$1 HARD=$2 MAY=$3
    ulimit() {
      case "$1${2:+ }${2:-}" in
        -Sn) echo "$SOFT" ;;
        -Hn) echo "$HARD" ;;
        -Sn*) ((${2} <= HARD)) && SOFT=$2 ;;
        -n*) [[ $MAY == may ]] && SOFT=$2 HARD=$2 ;;
      esac
    }
    pattern::ensure_descriptors "$4"
    echo "limits $SOFT $HARD"
  }
  run as_runner work "$@"
}

@test "a limit of open files that is enough is left alone" {
  limited 1256 4096 "may not" 1000
  ended 0
  same "$output" "limits 1256 4096"
  limited unlimited unlimited "may not" 1000000
  same "$output" "limits unlimited unlimited"
}

@test "a limit of open files that is too low is raised, and that is said" {
  limited 1255 4096 "may not" 1000
  ended 0
  has "$output" "raised from 1255 to 1256"
  has "$output" "limits 1256 4096"
}

@test "the hard limit of open files is raised where the user may" {
  limited 256 512 may 1000
  ended 0
  has "$output" "limits 1256 1256"
}

@test "where no limit can be raised the message holds the command and the most connections" {
  limited 256 512 "may not" 1000
  ended 3
  has "$output" "1000 connections need 1256 open files, and the limit is 512"
  has "$output" "sudo prlimit --pid \$\$ --nofile=1256:1256"
  has "$output" "--connections 256"
}

@test "the limit is really raised, for what the run starts" {
  work() {
    ulimit -Sn 300
    pattern::ensure_descriptors 100
    bash -c 'ulimit -Sn'
  }
  run as_runner work
  ended 0
  same "${lines[-1]}" 356
}
