# What the value of an option must look like, and how that is said.

declare -gA KINDS_PATTERN=(
  [flag]='^(yes|no)$'
  [names]='^[A-Za-z0-9_.,-]+$'
  [duration]='^0*[1-9][0-9]{0,6}(s|m|h)?$'
  [duration0]='^[0-9]{1,6}(s|m|h)?$'
  [number]='^[1-9][0-9]{0,8}$'
  [number0]='^(0|[1-9][0-9]{0,8})$'
  [cpus]='^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$'
  [profile]='^(legacy|production|fastest)$'
  [percent]='^[0-9]{1,2}(\.[0-9]+)?%?$'
  [percents]='^[1-9][0-9]?%?(,[1-9][0-9]?%?)*$'
  [milliseconds]='^[1-9][0-9]{0,5}(ms|s)$'
  [version]='^[A-Za-z0-9_.=/^~@-]+$'
  [cell]='^[A-Za-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_]+$'
  [benchmark]='^[a-z0-9_]+\.[a-z0-9_]+$'
  [word]='^[A-Za-z0-9_-]+$'
  [format]='^(text|json)$'
  [rerun]='^(failed|noisy)$'
)

declare -gA KINDS_WANTED=(
  [flag]="yes or no"
  [names]="names separated by commas"
  [duration]="a whole number of seconds, minutes or hours: 10s, 2m, 1h"
  [duration0]="a whole number of seconds, minutes or hours: 0s, 3s"
  [number]="a whole number above zero"
  [number0]="a whole number"
  [cpus]="CPU numbers: 0 or 0-3,6"
  [profile]="legacy, production or fastest"
  [percent]="a percentage: 3%"
  [percents]="percentages below 100: 50,80"
  [milliseconds]="milliseconds or seconds: 500ms, 2s"
  [version]="a git revision, or package==version"
  [cell]="framework.group.endpoint"
  [benchmark]="group.endpoint"
  [word]="a name"
  [format]="text or json"
  [rerun]="failed or noisy"
)

# A kind without a pattern takes any value.
kinds::fits() { # <kind> <value>
  [[ ! -v KINDS_PATTERN[$1] || $2 =~ ${KINDS_PATTERN[$1]} ]]
}

# Yes and no in their usual words for a flag, and plain where a value may be left out, because 1 may be that value. The value is
# then yes, or empty as if the option were not there. False when it is neither.
kinds::read_switch() { # <kind, with ? when the value may be left out> <value> <variable>
  local -n _kinds_switch=$3
  # shellcheck disable=SC2034 # the caller's variable
  case $1:$2 in
    flag:yes | flag:1 | flag:true | *\?:yes) _kinds_switch=yes ;;
    flag:no | flag:0 | flag:false | *\?:no) _kinds_switch= ;;
    *) return 1 ;;
  esac
}

kinds::to_seconds() { # <10s|2m|1h|10> <variable>
  local -n _kinds_out=$2
  local number=${1%[smh]}
  case $1 in
    *h) _kinds_out=$((10#$number * 3600)) ;;
    *m) _kinds_out=$((10#$number * 60)) ;;
    *) _kinds_out=$((10#$number)) ;;
  esac
}
