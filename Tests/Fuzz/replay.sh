#!/bin/sh
# Builds the replay without sanitizers and runs it: every input of the fuzzer's corpus, of mended crashes and of the fixture
# pages within 100 ms and 64 MB, then worst cases of 1 MiB.
# usage: replay.sh [FILE|FOLDER...]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$here/../../.build/replay
swift build -c release --package-path "$here" --product replay --scratch-path "$scratch" --quiet
exec "$(swift build -c release --package-path "$here" --scratch-path "$scratch" --show-bin-path)/replay" "$@"
