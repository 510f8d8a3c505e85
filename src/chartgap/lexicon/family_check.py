"""Checks the codes that a lexicon's rules name against a release."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from chartgap.errors import Fault
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.family import AdditionalRule, CodeRule, Settlement, Withholding
from chartgap.lexicon.schema import Concept

Answer = Callable[[str], bool]
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")


def check_codes(lexicon: Lexicon, valid: Answer, billable: Answer) -> list[Fault]:
    """The faults of families, conventions and concepts; ``valid`` and ``billable`` answer for the release."""
    faults: list[Fault] = []
    for table in ("families", "conventions", "disorders"):
        for key, item in lexicon.tables.get(table, {}).items():
            wrong = [f"{code} is not in the release" for code in stems_of(item) if not valid(code)]
            if isinstance(item, AdditionalRule) and valid(item.code) and not billable(item.code):
                wrong.append(f"{item.code} is a header and cannot be reported")
            if isinstance(item, CodeRule) and item.before and item.before not in lexicon.tables[table]:
                wrong.append(f"before: there is no rule {item.before}")
            origin = lexicon.origins[table, key]
            faults.extend(Fault(origin.path, origin.line, key, message) for message in wrong)
    return faults


def stems_of(item: object) -> Iterator[str]:
    """The codes and stems that an item of the lexicon names."""
    if isinstance(item, CodeRule):
        yield from (*item.take, *item.replaces, *(other.take for other in item.confused_with))
        yield from (item.site_axis,) if item.site_axis else ()
        yield from (code for case in item.cases for code in case.codes)
    elif isinstance(item, AdditionalRule):
        yield item.code
    elif isinstance(item, Withholding):
        yield from (item.code, *item.beside)
    elif isinstance(item, Settlement):
        yield from (*item.keep, *item.drop)
    elif isinstance(item, Concept) and item.outside:
        for named in (item.outside.codes, *item.outside.at.values()):
            yield from _CODE.findall(named)
