"""Compiles the Cython modules of the package when it is built or installed; beside its source it serves both.

python hatch_build.py    compile them where they stand, as an editable install does
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
PACKAGE = ROOT / "src"


def compile_modules() -> list[Path]:
    """Compile every ``.pyx`` beside itself, unless that was done since it changed: the files made."""
    sources = sorted(PACKAGE.rglob("*.pyx"))
    made = [source.with_suffix(str(sysconfig.get_config_var("EXT_SUFFIX"))) for source in sources]
    shared = sorted(PACKAGE.rglob("*.px[di]"))
    if all(_is_newer(module, [source, *shared]) for module, source in zip(made, sources, strict=True)):
        return made
    from Cython.Build import cythonize
    from setuptools import Extension
    from setuptools.command.build_ext import build_ext
    from setuptools.dist import Distribution

    modules = [
        Extension(".".join(source.relative_to(PACKAGE).with_suffix("").parts), [str(source)])
        for source in sources
    ]
    build = ROOT / "build" / "cython"
    extensions = cythonize(modules, build_dir=str(build), include_path=[str(PACKAGE)], quiet=True)
    distribution = Distribution({"ext_modules": extensions, "package_dir": {"": str(PACKAGE)}})
    command = build_ext(distribution)
    command.inplace = True
    command.build_temp, command.build_lib = str(build / "temp"), str(build / "lib")
    command.ensure_finalized()
    command.run()
    return made


def _is_newer(made: Path, sources: Iterable[Path]) -> bool:
    return made.exists() and all(made.stat().st_mtime >= source.stat().st_mtime for source in sources)


class CompiledModules(BuildHookInterface):
    """What hatchling calls. A wheel carries what is compiled, so it is for one Python and one platform."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell hatchling what was made."""
        if self.target_name != "wheel":
            return
        made = compile_modules()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["artifacts"] += [f"/{path.relative_to(ROOT)}" for path in made]


if __name__ == "__main__":
    compile_modules()
