"""What README.md shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chartgap.cli.main import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```text\n(.*?)\n```", README, re.DOTALL)
    assert found is not None
    return found[1]


def shown(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> str:
    """What a command prints of the example's note."""
    (folder / "note.txt").write_text(block("note") + "\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as stopped:
        main(command.split()[2:])
    assert stopped.value.code == 0
    return capfdbinary.readouterr().out.decode("utf-8")


def test_the_example_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    command, _, report = block("report").partition("\n")
    assert command == "$ chartgap analyze note.txt --format text"
    assert shown(command, tmp_path, monkeypatch, capfdbinary).strip() == report.strip()


def test_the_example_of_billed_codes_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    command, _, review = block("claim").partition("\n")
    printed = shown(command, tmp_path, monkeypatch, capfdbinary)
    assert printed.split("\n\n")[1:3] == review.split("\n\n")


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    exec(compile(found[1], "README.md", "exec"), {})
    assert capsys.readouterr().out == "['M86.68']\n"


def test_every_file_that_the_documentation_links_is_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:|#)([^)]+)\)", text):
            assert (ROOT / link).exists(), f"{name}: {link}"
