from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chartgap import resources
from chartgap.errors import ChartgapError


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    resources.data_root.cache_clear()
    yield
    resources.data_root.cache_clear()


def _package(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = root / "src" / "chartgap"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda _: package)
    return package


def test_a_wheel_has_its_data_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package(tmp_path, monkeypatch)
    (package / "_data").mkdir()
    assert (resources.data_root(), resources.lexicons()) == (
        package / "_data",
        package / "_data" / "lexicons",
    )


def test_a_checkout_has_it_at_its_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _package(tmp_path, monkeypatch)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "chartgap"\n')
    assert (resources.data_root(), resources.pipelines()) == (tmp_path, tmp_path / "pipelines")


@pytest.mark.parametrize("pyproject", ['[project]\nname = "another"\n', "not toml [", None])
def test_without_either_the_error_names_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pyproject: str | None
) -> None:
    package = _package(tmp_path, monkeypatch)
    if pyproject is not None:
        (tmp_path / "pyproject.toml").write_text(pyproject)
    with pytest.raises(ChartgapError) as caught:
        resources.data_root()
    assert str(package / "_data") in str(caught.value)
    assert str(tmp_path) in str(caught.value).replace(str(package), "")
