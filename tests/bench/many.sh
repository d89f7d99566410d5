#!/usr/bin/env bash
# Checks many made-up policies cold, warm, and with one of them edited, by the clock and by processor time: first as those keep them who look at
# findings, then with two or three findings in nearly each.
#   tests/bench/many.sh [COUNT] [compare]      (10000 unless said otherwise; after `make command`)
set -euo pipefail
cd "$(dirname "$0")/../.."

count=${1:-10000}
cmake --build --preset release --target recourse recourse_policies >/dev/null
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
export XDG_CACHE_HOME="$tree/cache"

TIMEFORMAT='  %R s by the clock, %U s + %S s of processor time'
check() {
    echo "$1"
    time build/release/bin/recourse check --format plain "$tree/policies" >"$tree/report" || true
    tail -n 1 "$tree/report"
}
check_without() {
    echo "the same report without the cache"
    build/release/bin/recourse check --no-cache --format plain "$tree/policies" | cmp - "$tree/report" && echo "  yes"
}
for kind in clean ""; do
    rm -rf "$tree/policies" "$tree/cache"
    build/release/bin/recourse_policies "$tree/policies" "$count" $kind
    check "$count policies, ${kind:-with findings}, cold"
    for run in 1 2 3; do check "warm, run $run"; done
    for run in 1 2 3 4 5; do
        sed -i "s/after [0-9]* days/after $((run + 20)) days/" "$tree/policies/0/7.rule"
        check "one edited, run $run"
    done
    if [[ "${2:-}" == compare ]]; then check_without; fi
done
