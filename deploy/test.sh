#!/bin/sh
# The whole test suite: unit tests on the embedded cluster and, where KAFKA_HOME names an Apache Kafka distribution (with
# Java 17), on a real one; the fuzzer's corpus within its limits and, with GUAZHI_FUZZ=1, 20 seconds of fuzzing; end-to-end
# runs of the executables; the annotated pages; schemas, scripts and formatting. With GUAZHI_LONG=1 also what takes three
# hours: fifty schedules of faults, thirty minutes under faults, an archive of a million records, the sanitizers.
# usage: deploy/test.sh
set -eu
cd "$(dirname "$0")/.."
began=$(date +%s)

command -v swift >/dev/null 2>&1 || {
    echo "test.sh: swift is not on the PATH; install Swift 6.3 (https://www.swift.org/install/linux/)" >&2
    exit 69
}
deploy/packages.sh libgumbo-dev shellcheck yamllint python3 python3-venv openssl zstd gcc libc6-dev
[ -d .build/checks ] || python3 -m venv .build/checks
.build/checks/bin/pip install --quiet --disable-pip-version-check jsonschema==4.26.0 rfc8785==0.1.4 confluent-kafka==2.16.1
PATH="$PWD/.build/checks/bin:$PATH"
export PATH

step() { printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - began))"; }

step "formatting"
swift format lint --strict --recursive Package.swift Sources Tests
step "scripts and configuration"
shellcheck deploy/*.sh Tests/Fuzz/*.sh .ci/run
yamllint -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' config/guazhi.yaml

step "building"
swift build -c release --quiet
swift build --build-tests --quiet

suite() {
    # One after another: many tests block a thread for a while, and the pool has two on a small box.
    swift test --skip-build --no-parallel "$@" >.build/test.log 2>&1 || failed=1
    grep -E 'recorded an issue|Expectation failed|failed after|error:' .build/test.log || true
    grep -E 'Test run with' .build/test.log || failed=1
    [ -z "${failed:-}" ] || {
        echo "test.sh: tests failed; all they said is in .build/test.log" >&2
        exit 1
    }
}

step "unit tests"
suite --skip OnApacheKafka
if [ -n "${KAFKA_HOME:-}" ]; then
    step "tests on Apache Kafka ($KAFKA_HOME)"
    suite --filter OnApacheKafka
else
    echo "KAFKA_HOME is not set: the tests on Apache Kafka are left out"
fi

step "the fuzzer's corpus and worst cases"
Tests/Fuzz/replay.sh
if [ -n "${GUAZHI_FUZZ:-}" ]; then
    step "fuzzing"
    Tests/Fuzz/fuzz.sh --seconds 20 --keep-corpus
fi

step "the annotated pages"
python3 Tests/EndToEnd/scores.py
step "clusters of near-duplicates"
python3 Tests/EndToEnd/clusters.py
step "what goes wrong"
python3 Tests/EndToEnd/faults.py
if [ -n "${KAFKA_HOME:-}" ]; then
    step "dead letters and the brake"
    python3 Tests/EndToEnd/letters.py
    step "requests that arrive late"
    python3 Tests/EndToEnd/late.py
    step "TLS, logins and rights"
    python3 Tests/EndToEnd/secure.py
    step "a schedule of faults"
    Tests/EndToEnd/chaos --seeds 2 --pages 1000 --brokers 1
    step "the consumer of README"
    python3 Tests/EndToEnd/readme.py
fi
if [ -n "${GUAZHI_LONG:-}" ] && [ -n "${KAFKA_HOME:-}" ]; then
    step "workers that join, leave and return"
    python3 Tests/EndToEnd/membership.py
    step "one archive whatever the way"
    python3 Tests/EndToEnd/equivalence.py
    step "following a folder"
    python3 Tests/EndToEnd/follow.py
    step "requests that arrive late at the second stage"
    python3 Tests/EndToEnd/late.py --stage enrich
    step "fifty schedules of faults"
    Tests/EndToEnd/chaos --seeds 1..50 --pages 5000
    step "thirty minutes under faults"
    Tests/EndToEnd/chaos --minutes 30 --every 5 --pages 5000
    step "an archive of a million records"
    python3 Tests/EndToEnd/scale.py --records 1000000
    step "sanitizers"
    deploy/sanitizers.sh
fi
step "all passed"
