#!/usr/bin/env bash
# Makes .venv from the lock files, or leaves it as it is if nothing changed.
#   venv.sh run [PYTHON]    what chartgap runs with
#   venv.sh dev [PYTHON]    the same and what its tests need, an older release of ICD-10-CM in .venv/older included
# Without PYTHON, the Python of the present .venv, or the newest that starts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
need=$1
wanted=${2:-}
venv=.venv
version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true; }

have=$(version_of "$venv/bin/python")
if [ -n "$wanted" ] || [ ! -f "requirements/lock-$have.txt" ]; then
    python=$(requirements/python.sh ${wanted:+"$wanted"})
    version=$(version_of "$python")
    if [ "$have" != "$version" ]; then
        echo "Making $venv with Python $version"
        "$python" -m venv --clear "$venv"
    fi
else
    version=$have
fi

lock=requirements/lock-$version.txt
older=requirements/older.txt
[ "$need" = dev ] && lock=requirements/dev-$version.txt
state() {
    { pwd; cat pyproject.toml hatch_build.py src/chartgap/*/*.p[yx][xdi] requirements/build.txt "$older" "$1"; } |
        "$venv/bin/python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}
installed() { [ "$(cat "$venv/installed-$1" 2>/dev/null)" = "$(state "requirements/$2-$version.txt")" ]; }
if installed dev dev || { [ "$need" = run ] && installed run lock; }; then
    exit 0
fi

echo "Installing $lock (a few minutes the first time: some parts are compiled)"
pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check install)
rm -f "$venv"/installed-*
"${pip[@]}" --require-hashes -r requirements/build.txt
"${pip[@]}" --require-hashes --no-build-isolation -r "$lock"
"${pip[@]}" --no-deps --no-build-isolation -e .
if [ "$need" = dev ]; then
    rm -rf "$venv/older"
    "${pip[@]}" --no-deps --require-hashes --only-binary :all: --target "$venv/older" -r "$older"
fi
state "$lock" > "$venv/installed-$need"
