# lib/duet.sh: which servers are paired, and what a duet's record holds.

setup() {
  load ../helpers/load
  load ../helpers/assert
  load_modules
  OPT_duet='' OPT_null_run=''
  FRAMEWORKS_CHOSEN=(alpha beta gamma)
}

@test "without --duet and without a twin nothing is paired" {
  duet::settle
  same "${DUET_PAIRS[*]}" ""
  same "$PLAN_DUETS" 0
}

@test "--duet pairs every framework with the first one, or with the one named" {
  OPT_duet=yes duet::settle
  same "${DUET_PAIRS[*]}" "beta|alpha gamma|alpha"
  DUET_PAIRS=()
  OPT_duet=gamma duet::settle
  same "${DUET_PAIRS[*]}" "alpha|gamma beta|gamma"
}

@test "a twin is paired with its original, whatever the reference is" {
  FRAMEWORKS_CHOSEN+=(beta_twin)
  FRAMEWORKS_TWIN_OF[beta_twin]=beta
  OPT_duet=gamma duet::settle
  same "${DUET_PAIRS[*]}" "alpha|gamma beta|gamma beta_twin|beta"
}

@test "a reference that does not take part ends with status 2 and the names that do" {
  settle() {
    OPT_duet="delta"
    FRAMEWORKS_CHOSEN=(alpha beta)
    duet::settle
  }
  run as_runner settle
  ended 2
  has "$output" "--duet delta"
  has "$output" "alpha, beta"
}

@test "a duet of one framework alone ends with status 2" {
  settle() {
    OPT_duet=yes
    FRAMEWORKS_CHOSEN=(alpha)
    duet::settle
  }
  run as_runner settle
  ended 2
  has "$output" "needs a second framework"
}

duet_of() { # <own errors> <expects error>
  jq -nc --argjson status "$1" '{requests: 1000, errors: {connect: 0, read: 0, write: 0, timeout: 0, status: $status}}' >"$WORK/own"
  jq -nc '{requests: 2000, errors: {connect: 0, read: 1, write: 0, timeout: 0, status: 0}}' >"$WORK/other"
  jq -nc --argjson round 2 --argjson window 1 --arg reference beta --slurpfile own "$WORK/own" \
    --argjson own_sampled '{"ok": true, "cpu_us": 500, "steal_share": 0.03}' --slurpfile other "$WORK/other" \
    --argjson other_sampled '{"ok": false}' --argjson expects_error "$2" -f "$PROJECT/lib/records_duet.jq"
}

@test "a duet's record holds both sides, and no rate" {
  holds '.requests == 1000 and .cpu_us == 500 and .reference_requests == 2000 and .reference_failed == 1' - < <(duet_of 0 false)
  holds '[keys[] | select(test("rate|rps"))] == []' - < <(duet_of 0 false)
}

@test "a side that was not sampled is null, not zero" {
  holds '.reference_cpu_us == null' - < <(duet_of 0 false)
}

@test "failed requests are counted against what the right answer is" {
  holds '.failed == 10' - < <(duet_of 10 false)
  holds '.failed == 990' - < <(duet_of 10 true)
}

@test "stolen CPU time is flagged" {
  holds '.flags == ["noisy_host"]' - < <(duet_of 0 false)
}

# Stand-ins of all that a window calls; what they are given is in the file "order".
stand_in() {
  measure::is_ready() { [[ -v SERVER_PORT[$1] ]]; }
  measure::show_progress() { :; }
  measure::check_after() { :; }
  sampler::ask() { local -n _given=$1 && _given="$*"; }
  plan::connections() { local -n _given=$2 && _given=100; }
  plan::window_seconds() { local -n _given=$2 && _given=1; }
  records::add_duet() { echo "$1 has $6 and $7, $5 has $8 and $9" >>order; }
  wrk::start() { echo "start $1 at $2 for $6 s" >>order; }
  # shellcheck disable=SC2034 # what wrk says
  wrk::finish() { WRK_REASON=; }
  SERVER_PID=([beta]=11 [alpha]=12 [gamma]=13 [new]=14 [last]=15 [first]=16) FRAMEWORKS_CHOSEN=(alpha beta gamma)
  CONTRACT_MAX_REQUESTS[shop.a]=0 CONTRACT_BESIDE[shop.a]='' CONTRACT_CLIENT[shop.a]=null
  RECORDS_LOGS=. RECORDS_LOADED_US=0 PLAN_THREADS=1 DUET_SETTLE_SECONDS=0.001 PLAN_WINDOWS=2
}

@test "the sides change with each window, and each keeps its own result" {
  stand_in
  SERVER_PORT=([beta]=1 [alpha]=2) DUET_PAIRS=("beta|alpha")
  duet::measure 1 shop.a
  same "$(cat order)" "start beta at 1 for 1 s
start alpha at 2 for 1 s
beta has ./duet.beta and DUET_SAMPLED[beta] close beta, alpha has ./duet.alpha and DUET_SAMPLED[alpha] close alpha
start alpha at 2 for 1 s
start beta at 1 for 1 s
beta has ./duet.beta and DUET_SAMPLED[beta] close beta, alpha has ./duet.alpha and DUET_SAMPLED[alpha] close alpha"
}

@test "several references are loaded at the same time, each has its duet, and each begins once" {
  stand_in
  SERVER_PORT=([new]=1 [last]=2 [first]=3) DUET_PAIRS=("new|last|first") PLAN_WINDOWS=3
  duet::measure 1 shop.a
  same "$(grep start order | cut -d' ' -f2 | paste -sd' ')" "first new last new last first last first new"
  same "$(grep -c 'new has ./duet.new .*, last has ./duet.last' order)" 3
  same "$(grep -c 'new has ./duet.new .*, first has ./duet.first' order)" 3
}

@test "a reference that does not run is left out, and without any there is no duet" {
  stand_in
  SERVER_PORT=([new]=1 [first]=3) DUET_PAIRS=("new|last|first") PLAN_WINDOWS=1
  duet::measure 1 shop.a
  same "$(grep -c start order) $(grep has order)" "2 new has ./duet.new and DUET_SAMPLED[new] close new, first has ./duet.first and DUET_SAMPLED[first] close first"
  rm order
  unset "SERVER_PORT[first]"
  duet::measure 1 shop.a
  [[ ! -e order ]]
}

@test "a reference of several is in more duets: the others are loaded in their place, all that lag behind at once" {
  stand_in
  SERVER_PORT=([alpha]=1 [beta]=2 [gamma]=3) DUET_PAIRS=("beta|alpha" "gamma|alpha") PLAN_WINDOWS=1
  duet::measure 1 shop.a
  duet::even_out shop.a alpha beta gamma
  same "$(sed 's/ has .*/ has its duet/; s/ at .*//' order)" "start beta
start alpha
beta has its duet
start gamma
start gamma
start alpha
gamma has its duet
start beta"
  rm order
  duet::even_out shop.a alpha beta gamma
  [[ ! -e order ]]
}

@test "a server that is new has been in no duet" {
  stand_in
  SERVER_PORT=([alpha]=1 [beta]=2) DUET_PAIRS=("beta|alpha") PLAN_WINDOWS=1
  duet::measure 1 shop.a
  SERVER_PID[alpha]=21 SERVER_PID[beta]=22
  rm order
  duet::measure 2 shop.a
  same "$(grep -c start order)" 2
}

@test "the plan counts a load to even out with each duet, unless every framework is in one pair" {
  OPT_duet=yes duet::settle
  same "$PLAN_DUETS" 4
  DUET_PAIRS=() FRAMEWORKS_CHOSEN=(alpha beta)
  OPT_duet=yes duet::settle
  same "$PLAN_DUETS" 1
}

@test "a warm-up loads all that run at once and records nothing; without one nothing is loaded" {
  stand_in
  SERVER_PORT=([new]=1 [last]=2) PLAN_WARMUP_SECONDS=4
  duet::warm_up shop.a new last first
  same "$(cat order)" $'start new at 1 for 4 s\nstart last at 2 for 4 s'
  rm order
  PLAN_WARMUP_SECONDS=0
  duet::warm_up shop.a new last first
  [[ ! -e order ]]
}

@test "there is no duet of a load that ends early, has another beside it, or is not wrk's" {
  OPT_duet=yes
  ENDPOINTS_CHOSEN=(shop.a shop.b shop.c shop.d)
  CONTRACT_MAX_REQUESTS=([shop.a]=0 [shop.b]=10 [shop.c]=0 [shop.d]=0)
  CONTRACT_BESIDE=([shop.c]="a 4") CONTRACT_CLIENT=([shop.a]=null [shop.b]=null [shop.c]=null [shop.d]='{}')
  CONTRACT_BESIDE[shop.a]='' CONTRACT_BESIDE[shop.b]='' CONTRACT_BESIDE[shop.d]=''
  run duet::settle
  has "$output" "no duet of shop.b, shop.c, shop.d"
}
