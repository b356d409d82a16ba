#!/usr/bin/env bash
# Formatting, lints, and all tests; one summary at the end. Every part runs, whatever the parts
# before it said. Their output stays in target/test-logs.
set -euo pipefail
# shellcheck source=scripts/environment.sh
source "$(dirname "$0")/environment.sh"

# The same for lints, tests and the app, or everything would be compiled more than once.
cargo_set=(
  --locked --workspace
  --features "tributary/custom-protocol,tributary/automation"
)
# Benches are no tests: they measure for minutes, on a machine that does nothing else.
tested=(--lib --bins --tests --examples)
logs=$target/test-logs
mkdir -p "$logs"
passed=0 failed=0
summary=()

# part NAME COMMAND…: runs it and says how it went. Its output shows at a terminal, or if it fails.
part() {
  local name=$1 log=$logs/${1// /-}.log start=$SECONDS status=0
  shift
  say "$name"
  if [[ -t 1 || $name == *tests ]]; then
    # No pipe: in a subshell a function could neither set a variable nor wait for a process.
    "$@" > >(tee "$log") 2>&1 || status=$?
  else
    "$@" > "$log" 2>&1 || status=$?
    ((status == 0)) || tail -n 200 "$log"
  fi
  summary+=("$(printf '%-22s %-6s %4d s' "$name" "$( ((status == 0)) && echo ok || echo FAILED)" $((SECONDS - start)))")
  return "$status"
}

# check NAME COMMAND…: a part that counts as one test.
check() {
  if part "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

# What can go on beside something else, with its output in a file.
begin() {
  "${@:2}" > "$logs/$1.out" 2>&1 &
  printf -v "background_$1" %s $!
}

arrive() {
  local status=0 process=background_$1
  wait "${!process}" || status=$?
  cat "$logs/$1.out"
  return "$status"
}

# count NAME PASSED FAILED: adds the tests of a part, which has to have run some.
count() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  if (($2 + $3 == 0)); then
    echo "$1: no test ran"
    failed=$((failed + 1))
  fi
}

rust_tests() {
  local report=$target/nextest/default/junit.xml status=0 total bad
  rm -f "$report"
  part "Rust tests" cargo nextest run "${cargo_set[@]}" "${tested[@]}" || status=$?
  total=$(reported tests "$report")
  bad=$(($(reported failures "$report") + $(reported errors "$report")))
  # Not compiled, or stopped by something else than a test.
  ((status == 0 || bad > 0)) || bad=1 total=$((total + 1))
  count "Rust tests" $((total - bad)) "$bad"
}

# A number that nextest's JUnit file has on its outermost element, 0 without a file.
reported() {
  local number
  number=$(sed -n "s/^<testsuites .* $1=\"\([0-9]*\)\".*/\1/p" "$2" 2> /dev/null || true)
  echo "${number:-0}"
}

ui_tests() {
  local report=$logs/vitest.json status=0 good bad
  rm -f "$report"
  part "UI tests" npm --prefix ui test -- --reporter=default --reporter=json \
    --outputFile.json="$report" || status=$?
  good=$(jq .numPassedTests "$report" 2> /dev/null || echo 0)
  bad=$(jq '.numFailedTests' "$report" 2> /dev/null || echo 0)
  ((status == 0 || bad > 0)) || bad=1
  count "UI tests" "$good" "$bad"
}

# One real broker for all tests that can share it. Without it each such test says what is missing.
start_kafka() {
  rm -f "$logs"/kafka.{in,json}
  mkfifo "$logs/kafka.in"
  "$target/debug/kafka" < "$logs/kafka.in" > "$logs/kafka.json" 2> "$logs/kafka.err" &
  kafka_pid=$!
  # It runs until this is closed.
  exec 7> "$logs/kafka.in"
  local _
  for _ in {1..1800}; do
    if [[ -s $logs/kafka.json ]]; then
      TRIBUTARY_TEST_KAFKA=$(< "$logs/kafka.json")
      export TRIBUTARY_TEST_KAFKA
      return
    fi
    kill -0 "$kafka_pid" 2> /dev/null || break
    sleep 0.1
  done
  cat "$logs/kafka.err"
  return 1
}

end_kafka() {
  exec 7>&-
  [[ -z ${kafka_pid-} ]] || wait "$kafka_pid" 2> /dev/null || true
  kafka_pid=
}
trap end_kafka EXIT

part "System packages" scripts/setup.sh packages test || stop "Without these nothing can be tested"
begin npm scripts/setup.sh npm
begin tools scripts/setup.sh tools
begin maven scripts/setup.sh maven

check "rustfmt" cargo fmt --all --check
check "npm packages" arrive npm
check "Biome" npm --prefix ui run --silent lint
check "knip" npm --prefix ui run --silent knip
check "tsc and UI build" scripts/build_ui.sh
check "Cargo and Python tools" arrive tools
check "typos" typos
check "cargo-deny" cargo deny --locked check bans licenses sources
check "shellcheck" shellcheck -x scripts/*.sh .ci/run
check "clippy" cargo clippy "${cargo_set[@]}" --all-targets -- -D warnings
check "Build" cargo build "${cargo_set[@]}" "${tested[@]}"
check "Other decoders" "$tools/venv/bin/python" crates/schema/tests/agree/agree.py \
  "$target/debug/examples"
check "Maven Central" arrive maven
check "Real Kafka" start_kafka
rust_tests
end_kafka
ui_tests

echo
printf '%s\n' "${summary[@]}"
echo "took $((SECONDS / 60)) min $((SECONDS % 60)) s; logs: $logs; screenshots: $target/screenshots"
echo "$passed passed, $failed failed"
((failed == 0))
