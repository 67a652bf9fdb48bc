#!/bin/sh
# The whole test suite: unit tests on the embedded cluster and, where KAFKA_HOME names an Apache Kafka distribution (with
# Java 17), on a real one; end-to-end runs of the executables; the annotated pages; schemas, scripts and formatting.
# usage: deploy/test.sh
set -eu
cd "$(dirname "$0")/.."
began=$(date +%s)

command -v swift >/dev/null 2>&1 || {
    echo "test.sh: swift is not on the PATH; install Swift 6.3 (https://www.swift.org/install/linux/)" >&2
    exit 69
}
deploy/packages.sh shellcheck yamllint python3 python3-venv
[ -d .build/checks ] || python3 -m venv .build/checks
.build/checks/bin/pip install --quiet --disable-pip-version-check check-jsonschema==0.35.0 rfc8785==0.1.4
PATH="$PWD/.build/checks/bin:$PATH"
export PATH

step() { printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - began))"; }

step "formatting"
swift format lint --strict --recursive Package.swift Sources Tests
step "scripts and configuration"
shellcheck deploy/*.sh .ci/run
yamllint -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' config/guazhi.yaml

step "building"
swift build -c release --quiet
swift build --build-tests --quiet

step "tests"
if [ -n "${KAFKA_HOME:-}" ]; then
    echo "with Apache Kafka at KAFKA_HOME"
else
    echo "without Apache Kafka: KAFKA_HOME is not set, and the tests that need real transactions are skipped"
fi
swift test --skip-build 2>&1 | tee .build/test.log | grep -vE '^.{0,4}(Test|Suite) .*(started|passed)|Test case passing' || true
grep -q 'Test run with .* passed' .build/test.log || {
    echo "test.sh: tests failed; see .build/test.log" >&2
    exit 1
}
if [ -n "${KAFKA_HOME:-}" ]; then
    printf 'tests on Apache Kafka: %s\n' "$(grep -c 'on Apache Kafka:.*passed after' .build/test.log)"
fi

step "the annotated pages"
python3 Tests/EndToEnd/scores.py

if [ -n "${KAFKA_HOME:-}" ]; then
    step "one archive whatever the way"
    Tests/EndToEnd/equivalence.py
    step "following a folder"
    Tests/EndToEnd/follow.py
fi
step "done"
