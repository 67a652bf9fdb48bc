#!/bin/sh
# The tests of the Kafka client and of the archive under ThreadSanitizer and AddressSanitizer; with KAFKA_HOME set also those
# on Apache Kafka. Half an hour on two cores, most of it building.
# usage: deploy/sanitizers.sh [thread|address]
set -eu
cd "$(dirname "$0")/.."
case "${1:-}" in
"" | thread | address) ;;
*)
    echo "usage: deploy/sanitizers.sh [thread|address]" >&2
    exit 64
    ;;
esac
command -v swift >/dev/null 2>&1 || {
    echo "sanitizers.sh: swift is not on the PATH; install Swift 6.3 (https://www.swift.org/install/linux/)" >&2
    exit 69
}
deploy/packages.sh libgumbo-dev

check() {
    kind=$1
    shift
    scratch=.build/sanitize-$kind
    swift build --build-tests --quiet --sanitize "$kind" --scratch-path "$scratch"
    [ "$kind" != thread ] || clang -O1 -fPIC -shared -Wall -Wextra -Werror -o "$scratch/threads.so" Tests/Sanitizers/threads.c
    set -- "$@" "$scratch/debug/guazhiPackageTests.xctest" --testing-library swift-testing --no-parallel
    [ -n "${KAFKA_HOME:-}" ] || set -- "$@" --skip OnApacheKafka
    for suite in KafkaTests ArchiveTests; do
        if ! env "$@" --filter "^$suite\\." >"$scratch/$suite.log" 2>&1; then
            grep -E 'recorded an issue|Expectation failed|WARNING: |ERROR: |SUMMARY: ' "$scratch/$suite.log" || true
            echo "sanitizers.sh: $suite is not clean; all it said is in $scratch/$suite.log" >&2
            exit 1
        fi
        echo "$kind, $suite: clean; $(grep -oE 'Test run with .*' "$scratch/$suite.log")"
    done
}

# The counts of refused produces are small here: what the sanitizer keeps of freed memory is not a leak of ours.
[ "${1:-}" = address ] || check thread LD_PRELOAD="$PWD/.build/sanitize-thread/threads.so" GUAZHI_TEST_PRODUCES=1000
[ "${1:-}" = thread ] || check address GUAZHI_TEST_PRODUCES=1000 LSAN_OPTIONS=suppressions=Tests/Sanitizers/leaks.supp
