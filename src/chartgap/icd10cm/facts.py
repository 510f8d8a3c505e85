"""The facts of a condition as code rules see them, and the tests that rules put to them.

Facts can be read again with some of them changed: that is how an open axis is closed on trial.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import cast

from msgspec import Struct
from pydantic import JsonValue

from chartgap.lexicon.family import When
from chartgap.lexicon.schema import SiteEntry
from chartgap.models import Condition, ConditionSite, Laterality, trusted

_SIDES: dict[str, Laterality] = {"right": "right", "left": "left", "bilateral": "bilateral"}

Test = Callable[["Facts"], bool]


class Facts(Struct, frozen=True):
    """A condition seen as facts. ``given`` holds its attributes, acuity and route; ``sites`` its sites."""

    condition: Condition
    sites: tuple[ConditionSite, ...]
    given: Mapping[str, JsonValue]
    within: Mapping[str, SiteEntry]

    def changed(self, **facts: JsonValue) -> Facts:
        """The same condition with some facts changed: attributes, the acuity, the route."""
        return Facts(self.condition, self.sites, {**self.given, **facts}, self.within)

    def at(self, *sites: ConditionSite) -> Facts:
        """The same condition at these sites, each of them named."""
        given = {key: value for key, value in self.given.items() if key != "vague_site"}
        return Facts(self.condition, sites, given, self.within)

    def get(self, name: str) -> JsonValue:
        """The fact of this name, dots leading into attributes; None where it is not stated."""
        derived = _DERIVED.get(name)
        if derived is not None:
            return derived(self)
        value: JsonValue = self.given.get(name)
        if value is None and "." in name:
            head, _, rest = name.partition(".")
            inner = self.given.get(head)
            for step in rest.split("."):
                inner = inner.get(step) if isinstance(inner, dict) else None
            return inner
        return value

    @property
    def vague(self) -> bool:
        """Whether more sites, or other sites, are claimed than are named."""
        claimed = self.given.get("vague_site")
        if not claimed:
            return False
        return len({site.site for site in self.sites}) < (2 if claimed == "multiple" else 1)

    @property
    def pinned(self) -> str | None:
        """The stem that the note's own words name."""
        category = self.given.get("category")
        return category if isinstance(category, str) else None


def read_facts(condition: Condition, sites: Mapping[str, SiteEntry]) -> Facts:
    """The facts of ``condition``; ``sites`` is the site lexicon."""
    given = {**condition.attributes, "acuity": condition.acuity, "route": condition.route}
    return Facts(condition=condition, sites=condition.sites, given=given, within=sites)


def site_of(value: JsonValue) -> ConditionSite | None:
    """The site that an attribute carries (``{site, laterality, finding_ids}``), None if it names none."""
    if not isinstance(value, dict) or not isinstance(value.get("site"), str):
        return None
    ids = value.get("finding_ids")
    side = _SIDES.get(str(value.get("laterality")))
    found = tuple(str(one) for one in ids) if isinstance(ids, list) else ()
    return trusted(ConditionSite, site=value["site"], laterality=side, finding_ids=found)


def lies_within(name: str, group: Collection[str], sites: Mapping[str, SiteEntry]) -> bool:
    """Tell whether a canonical site is one of ``group`` or lies within one of them."""
    if name in group:
        return True
    entry = sites.get(name)
    if entry is not None:
        for wider in entry.within:
            if wider in group:
                return True
    return False


def compile_when(when: When | tuple[When, ...]) -> Test:
    """Make a test of a rule's ``when``: all facts of one set must hold, and of several sets one."""
    if isinstance(when, tuple):
        tests = [compile_when(one) for one in when]

        def one_holds(facts: Facts) -> bool:
            for test in tests:
                if test(facts):
                    return True
            return False

        return one_holds
    parts = tuple(_test(name, wanted) for name, wanted in when.items())
    if len(parts) == 1:
        return parts[0]

    def holds(facts: Facts) -> bool:
        for part in parts:
            if not part(facts):
                return False
        return True

    return holds


def _test(name: str, wanted: JsonValue) -> Test:
    """The test of one fact. That a stated fact is a word is what most rules ask: it has a way of its own."""
    if not isinstance(wanted, str) or wanted == "*" or name in _DERIVED or "." in name:
        check = _check(name, wanted)
        return lambda facts: check(facts.get(name))

    def says(facts: Facts) -> bool:
        value = facts.given.get(name)
        return value == wanted or (isinstance(value, list) and wanted in value)

    return says


def _check(name: str, wanted: JsonValue) -> Callable[[JsonValue], bool]:
    if name == "organism":
        stems = tuple(str(word) for word in cast("list[JsonValue]", wanted))
        return lambda names: any(_names(stem, str(one)) for one in cast("list[str]", names) for stem in stems)
    if isinstance(wanted, dict):
        return _bounds(wanted)
    if wanted == "*":
        return bool
    if isinstance(wanted, list):
        return lambda value: any(_equal(value, one) for one in wanted)
    return lambda value: _equal(value, wanted)


def _bounds(wanted: dict[str, JsonValue]) -> Callable[[JsonValue], bool]:
    low, high, barred = wanted.get("min"), wanted.get("max"), wanted.get("not")
    if "not" in wanted:
        refused = barred if isinstance(barred, list) else [barred]
        return lambda value: not any(_equal(value, one) for one in refused)

    def check(value: JsonValue) -> bool:
        number = value if isinstance(value, (int, float)) else 0
        return not (isinstance(low, int) and number < low) and not (isinstance(high, int) and number > high)

    return check


def _equal(value: JsonValue, wanted: JsonValue) -> bool:
    if wanted is None:
        return value is None or value is False
    if isinstance(value, list):
        return wanted in value
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def _names(stem: str, organism: str) -> bool:
    """Whether the words of ``stem`` begin words of the organism's name, in order."""
    words = iter(organism.lower().replace(",", " ").split())
    return all(any(word.startswith(part) for word in words) for part in stem.split())


def _distinct(value: JsonValue) -> int:
    return len({str(one) for one in value}) if isinstance(value, list) else 0


_DERIVED: dict[str, Callable[[Facts], JsonValue]] = {
    "concept": lambda facts: facts.condition.concept,
    "organism": lambda facts: [organism.name for organism in facts.condition.organisms],
    "site": lambda facts: [site.site for site in facts.sites],
    "site_count": lambda facts: len({site.site for site in facts.sites}),
    "sited": lambda facts: bool(facts.sites) or bool(facts.given.get("vague_site")),
    "region_count": lambda facts: _distinct(facts.given.get("regions")),
    "weak_region_count": lambda facts: _distinct(facts.given.get("weak_regions")),
}
