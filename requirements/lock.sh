#!/usr/bin/env bash
# Writes the lock files of requirements/ anew: `make lock`. Needs Python 3.11, 3.12 and 3.13 and a package index.
#   build.txt       what source packages are built with (all Pythons)
#   lock-3.1x.txt   what chartgap runs with
#   dev-3.1x.txt    the same, every extra, and what its tests need
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CUSTOM_COMPILE_COMMAND="make lock" PIP_CONFIG_FILE=/dev/null
unset PIP_FIND_LINKS
options=(--quiet --generate-hashes --allow-unsafe --strip-extras --resolver=backtracking
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options)
for version in "${@:-3.11 3.12 3.13}"; do
    for minor in $version; do
        python=$(requirements/python.sh "$minor")
        tools=.cache/lock-$minor
        [ -x "$tools/bin/pip-compile" ] || { "$python" -m venv "$tools"; "$tools/bin/pip" install -q 'pip-tools>=7.5' 'pip>=25'; }
        compile=("$tools/bin/python" -m piptools compile "${options[@]}")
        "${compile[@]}" -o "requirements/lock-$minor.txt" pyproject.toml
        [ "$minor" = 3.11 ] && "${compile[@]}" -c requirements/lock-3.11.txt -o requirements/build.txt requirements/build.in
        "${compile[@]}" --all-extras -c "requirements/lock-$minor.txt" -o "requirements/dev-$minor.txt" pyproject.toml
    done
done
