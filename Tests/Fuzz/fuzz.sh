#!/bin/sh
# Runs libFuzzer with AddressSanitizer over decode + parse, keeps what it found worth keeping in Tests/Fuzz/corpus, and says
# how many executions there were and how much they covered. A crash or a broken invariant ends the run with its exit status;
# the input is in Tests/Fuzz/crashes. Once it is mended it goes to Tests/Fuzz/fixed, where tests replay it.
# usage: fuzz.sh [--executions N] [--seconds S] [--jobs N] [--keep-corpus]      default: 60 seconds, one process;
#        with --jobs the executions are those of each job; --keep-corpus leaves Tests/Fuzz/corpus as it is
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)

executions=-1
seconds=0
jobs=0
keep=""
while [ $# -gt 0 ]; do
    case $1 in
    --executions | --seconds | --jobs)
        [ $# -gt 1 ] || {
            echo "fuzz.sh: $1 wants a number" >&2
            exit 64
        }
        case $1 in
        --executions) executions=$2 ;;
        --seconds) seconds=$2 ;;
        --jobs) jobs=$2 ;;
        esac
        shift
        ;;
    --keep-corpus) keep=yes ;;
    *)
        sed -n 's/^# //p' "$0" | sed -n '/^usage/,$p' >&2
        exit 64
        ;;
    esac
    shift
done
if [ "$executions" -lt 0 ] && [ "$seconds" -eq 0 ]; then seconds=60; fi

# The sanitizers need a scratch path of their own, or every other build would begin anew. Of several --sanitize the compiler
# heeds only the last, which leaves out the coverage: both in one flag behind them.
scratch=$root/.build/fuzz
swift build -c release --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address --product fuzz --scratch-path "$scratch" --quiet
fuzzer=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/fuzz

work=$scratch/work
mkdir -p "$work/found" "$work/logs" corpus crashes
python3 seeds.py "$work/seeds" "$work/dictionary"
# Swift's own backtracer waits for ever on a process that a sanitizer has ended.
SWIFT_BACKTRACE=enable=no
export SWIFT_BACKTRACE

set -- -max_len=4096 -timeout=5 -rss_limit_mb=2048 -malloc_limit_mb=256 -dict="$work/dictionary" -artifact_prefix="$PWD/crashes/" \
    -print_final_stats=1 -runs="$executions" -max_total_time="$seconds"
[ "$jobs" -eq 0 ] || set -- "$@" -jobs="$jobs" -workers="$jobs"
rm -f "$work"/logs/*
status=0
(cd "$work/logs" && "$fuzzer" "$@" "$work/found" "$root/Tests/Fuzz/corpus" "$root/Tests/Fuzz/fixed" "$work/seeds" \
    >run.log 2>&1) || status=$?
if [ "$jobs" -gt 0 ]; then rm -f "$work/logs/run.log"; fi

# Where a run crashes there are no final statistics: its last line of progress says how far it came.
cat "$work"/logs/*.log | awk '
    /^#[0-9]+/ {
        n = substr($1, 2) + 0
        for (i = 1; i < NF; i++) {
            if ($i == "cov:" && $(i + 1) > most) most = $(i + 1)
            if ($i == "ft:" && $(i + 1) > features) features = $(i + 1)
            if ($i == "exec/s:") rate = $(i + 1)
        }
        if (n < last) total += last
        last = n
    }
    /^stat::number_of_executed_units/ { total += $2; last = 0 }
    END { printf "%d executions, %d edges covered, %d features, %d executions a second\n", total + last, most, features, rate }'
if [ "$status" -ne 0 ]; then
    grep -hE 'violated:|Fatal error|ERROR:|SUMMARY:|Test unit written|ALARM' "$work"/logs/*.log >&2 || true
    echo "fuzz.sh: the fuzzer ended with $status; all it said is in $work/logs" >&2
fi

if [ -z "$keep" ]; then
    # By edges alone and as few inputs as cover them, so that some hundreds are enough.
    rm -rf "$work/merged"
    mkdir "$work/merged"
    "$fuzzer" -set_cover_merge=1 -use_counters=0 -max_len=4096 -timeout=5 -artifact_prefix="$PWD/crashes/" "$work/merged" corpus \
        "$work/found" "$work/seeds" >"$work/logs/merge" 2>&1 || {
        echo "fuzz.sh: merging the corpus failed; see $work/logs/merge" >&2
        exit 1
    }
    rm -rf corpus
    mv "$work/merged" corpus
    echo "corpus: $(find corpus -type f | wc -l) inputs, $(du -sb corpus | cut -f1) bytes"
fi
exit "$status"
