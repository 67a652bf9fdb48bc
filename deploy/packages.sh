#!/bin/sh
# Installs the Debian packages that Guazhi needs to be built and to run, those that are missing, and says which.
# usage: deploy/packages.sh [PACKAGE...]     further packages, such as those the tests need
set -eu

wanted="pkg-config librdkafka-dev libyaml-dev libssl-dev libzstd-dev libarchive-dev libexpat1-dev poppler-utils poppler-data $*"
missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
        echo "packages.sh: missing:$missing; install them as root: apt-get install$missing" >&2
        exit 69
    }
    as_root="sudo"
fi
echo "installing:$missing" >&2
$as_root apt-get update -qq
# shellcheck disable=SC2086  # the list is meant to be split
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
