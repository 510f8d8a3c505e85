from __future__ import annotations

import tomllib
from pathlib import Path

from spacy.language import Language
from spacy.util import registry

from chartgap.pipes import factories

ROOT = Path(__file__).parents[2]
POINTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]


def test_every_factory_has_its_entry_point() -> None:
    registered = {
        name: func for name, func in registry.factories.get_all().items() if name.startswith("chartgap_")
    }
    assert set(POINTS["spacy_factories"]) == set(registered)
    for name, place in POINTS["spacy_factories"].items():
        module, _, attribute = place.partition(":")
        assert module == factories.__name__
        assert Language.get_factory_meta(name).factory == name
        assert callable(getattr(factories, attribute))


def test_every_registered_function_has_its_entry_point() -> None:
    for group in ("tokenizers", "misc"):
        held = getattr(registry, group).get_all()
        assert {name for name in held if name.startswith("chartgap")} == set(POINTS[f"spacy_{group}"])
