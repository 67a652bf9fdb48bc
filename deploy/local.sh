#!/bin/sh
# From a fresh clone to an archive of the sample pages: installs what is missing, builds, and runs every stage on the
# embedded cluster. Needs Debian 12 and Swift 6.3.
# usage: deploy/local.sh [PATH...]           default: seeds; the archive is written to ./archive
set -eu
cd "$(dirname "$0")/.."

command -v swift >/dev/null 2>&1 || {
    echo "local.sh: swift is not on the PATH; install Swift 6.3 (https://www.swift.org/install/linux/)" >&2
    exit 69
}
deploy/packages.sh
echo "building (release) ..." >&2
swift build -c release --quiet
bin=$(swift build -c release --show-bin-path)
[ $# -gt 0 ] || set -- seeds
"$bin/guazhi" run "$@" --archive archive
