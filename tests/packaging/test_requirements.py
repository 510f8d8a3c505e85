from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [
    *sorted((ROOT / "requirements").glob("*-3.*.txt")),
    *(ROOT / "requirements" / f"{name}.txt" for name in ("build", "older")),
]


def pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def test_there_are_locks_for_every_python() -> None:
    names = {f"{kind}-3.{minor}.txt" for kind in ("lock", "dev") for minor in (11, 12, 13)}
    assert {lock.name for lock in LOCKS} == names | {"build.txt", "older.txt"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_a_hash_and_none_a_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert re.findall(r"^\S+==\S+(?: ; [^\\\n]+)?(?! \\)$", text, re.MULTILINE) == []
    assert re.findall(r"://|^--?(?:index|extra-index|find-links|trusted)|WARNING", text, re.MULTILINE) == []
    assert text.count("--hash=sha256:") >= len(pinned(lock)) > 0


@pytest.mark.parametrize("minor", [11, 12, 13])
def test_tests_run_with_the_versions_that_users_get(minor: int) -> None:
    lock, dev = (pinned(ROOT / "requirements" / f"{kind}-3.{minor}.txt") for kind in ("lock", "dev"))
    assert {name: dev.get(name) for name in lock} == lock


def test_an_interpreter_that_bears_the_name_but_does_not_start_is_passed_over(tmp_path: Path) -> None:
    for name in ("python3.13", "python3.12", "python3.11", "python3", "python"):
        shim = tmp_path / name
        shim.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
        shim.chmod(0o755)
    real = tmp_path / ".pyenv" / "versions" / "3.12.99" / "bin" / "python"
    real.parent.mkdir(parents=True)
    real.write_text("#!/bin/sh\necho 3.12\n", encoding="utf-8")
    real.chmod(0o755)
    script = ROOT / "requirements" / "python.sh"
    environment = {"PATH": f"{tmp_path}:{os.defpath}", "HOME": str(tmp_path)}

    def ask(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", str(script), *arguments], env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout.strip()

    assert ask() == (0, str(real))
    assert ask("python3.12") == (0, str(real))
    assert ask("python3.11") == (1, "")
    assert ask("python3.9") == (1, "")
    assert ask(sys.executable) == (0, sys.executable)
