#!/usr/bin/env bash
# Makes a checkout ready: packaging/setup.sh run | test | package
# Debian packages that are missing (with sudo when not root), a virtual environment, the dependencies as they are
# locked. `package` adds build/package/venv, which holds what is shipped and nothing else, and the tool that freezes it.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:?run, test or package}
venv=.venv
shipped=build/package/venv

wanted() {
    sed 's/#.*//' packaging/debian-run.txt
    [ "$what" = run ] || sed 's/#.*//' packaging/debian-test.txt
    [ "$what" != package ] || sed 's/#.*//' packaging/debian-package.txt
}

missing() {
    local package
    for package in $(wanted); do
        [[ $(dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null) == *"install ok installed"* ]] || echo "$package"
    done
}

install_packages() {
    command -v dpkg-query >/dev/null || { echo "Not a Debian or Ubuntu system: install what $(wanted | tr '\n' ' ') stands for by hand." >&2; return; }
    local packages sudo=""
    packages=$(missing)
    [ -n "$packages" ] || return 0
    [ "$(id -u)" = 0 ] || sudo=sudo
    echo "Installing Debian packages: $(echo $packages)"
    $sudo apt-get update -qq -o DPkg::Lock::Timeout=300
    # shellcheck disable=SC2086 - a list of words is meant
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends $packages >/dev/null
}

find_python() {
    local candidate
    for candidate in python3.12 python3.11 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[12].*/bin/python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or 3.12 with venv is needed (the SIP engine has wheels for no newer one); apt-get install python3.11-venv or python3.12-venv." >&2
    exit 1
}

# locked LIST [OPTION…]: what packaging/requirements-LIST.txt names, and nothing whose hash it does not name.
locked() {
    local list=$1
    shift
    "$venv/bin/pip" "$@" --quiet --disable-pip-version-check install --require-hashes --requirement "packaging/requirements-$list.txt"
}

checkout() {
    [ -x "$venv/bin/python" ] || "$(find_python)" -m venv "$venv"
    local list=test
    [ "$what" != run ] || list=run
    locked build
    locked "$list"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    # Where bytecode is not written by itself, every start would compile everything anew.
    "$venv/bin/python" -m compileall -q ctidesk
    touch "$venv/.run" "$venv/.$what"
}

# A folder of its own for the freezing tool, so that the environment says what is shipped.
shipping() {
    rm -rf "$shipped" build/package/freezer
    "$venv/bin/python" -m venv --without-pip "$shipped"
    locked run --python "$shipped/bin/python"
    PIP_TARGET=build/package/freezer locked freeze --python "$shipped/bin/python"
    touch "$shipped/.ready"
}

install_packages
if [ "$what" = package ]; then shipping; else checkout; fi
