"""The built wheel, installed where there is no checkout and no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTE = "ASSESSMENT: Chronic osteomyelitis of the left clavicle.\n"

NO_NETWORK = """
import sys
def refuse(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        raise RuntimeError(event)
sys.addaudithook(refuse)
"""


def checked(*command: object, cwd: Path) -> str:
    """Run a command apart from the checkout and from the caller's Python settings; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel installed, that sees this environment's other packages but not the checkout."""
    home = tmp_path_factory.mktemp("installed")
    checked(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    made = home / "bin" / "python"
    # A path in a .pth file does not bring that folder's own .pth files: the editable install stays out.
    (site,) = home.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (wheel,) = built.glob("*.whl")
    install = ["install", "--no-deps", "--no-index", "--no-compile", "--ignore-installed", wheel]
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", made]
    checked(*pip, *install, cwd=home)
    return made


def test_the_wheel_holds_code_data_and_templates(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        f"chartgap/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("lexicons", "pipelines")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    code = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        # Modules compiled for other Pythons may stand beside those of this one.
        and (path.suffix != ".so" or path.name.endswith(str(sysconfig.get_config_var("EXT_SUFFIX"))))
    }
    assert any(name.endswith(".so") for name in names)
    assert {name for name in names if ".dist-info/" not in name} == data | code


def test_the_sdist_holds_what_the_wheel_is_made_of(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    expected = {"src", "lexicons", "pipelines", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE"}
    assert expected <= tops
    assert {"tests", "fixtures", ".venv", "requirements"} & tops == set()


def test_the_installed_package_is_the_wheel(python: Path, tmp_path: Path) -> None:
    script = "import chartgap, chartgap.resources as r; print(chartgap.__file__); print(r.data_root())"
    where = checked(python, "-c", script, cwd=tmp_path).splitlines()
    assert all(place.startswith(str(python.parents[1])) for place in where)


def test_the_console_script_analyzes_a_note_without_network(python: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    script = f"{NO_NETWORK}\nfrom chartgap.cli.main import main\nmain(['analyze', 'note.txt'])"
    row = json.loads(checked(python, "-c", script, cwd=tmp_path))
    assert row["note_id"] == "note"
    assert row["codes"][0]["code"] == "M86.68"
    assert json.loads(checked(python.with_name("chartgap"), "analyze", "note.txt", cwd=tmp_path)) == row


def test_the_block_on_the_network_would_be_noticed(python: Path, tmp_path: Path) -> None:
    connect = "try: socket.create_connection(('127.0.0.1', 9))\nexcept RuntimeError: print('refused')"
    script = f"{NO_NETWORK}\nimport socket\n{connect}"
    assert checked(python, "-c", script, cwd=tmp_path) == "refused\n"


def test_spacy_finds_the_components_by_entry_point(python: Path, tmp_path: Path) -> None:
    script = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "import sys, spacy, importlib.util\n"
        "from pathlib import Path\n"
        "root = Path(importlib.util.find_spec('chartgap').origin).parent\n"
        "config = spacy.util.load_config(root / '_data' / 'pipelines' / 'default.cfg')\n"
        "nlp = spacy.util.load_model_from_config(config, auto_fill=True)\n"
        "print(nlp.pipe_names == config['nlp']['pipeline'], len(nlp('No fracture of the left hip.')))\n"
    )
    assert checked(python, "-c", script, cwd=tmp_path) == "True 7\n"
