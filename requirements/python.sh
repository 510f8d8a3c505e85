#!/usr/bin/env bash
# Prints a supported Python that really starts: a shim of pyenv may bear the name of a Python and not start.
#   python.sh               the newest there is
#   python.sh python3.12    this one (a command, a path, or a version); if it does not start, another of its version
set -u
supported="3.13 3.12 3.11"
version_of() { "$1" -c 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
try() {
    local version
    version=$(version_of "$1") || return 1
    [[ " $2 " == *" $version "* ]] && { echo "$1"; exit 0; }
}

wanted=$supported
if [ $# -gt 0 ]; then
    try "$1" "$supported"
    wanted=$(grep -oE '3\.(11|12|13)\b' <<<"$1" | head -n 1)
fi
for version in $wanted; do
    for python in "python$version" "$HOME/.pyenv/versions/$version".*/bin/python python3 python; do
        try "$python" "$version"
    done
done
echo "chartgap needs Python 3.11, 3.12 or 3.13, and ${1:-none of them} cannot be used here." >&2
echo "Name one that does: make PYTHON=/path/to/python3.13 ..." >&2
exit 1
