from __future__ import annotations

from pathlib import Path

import pytest

from chartgap.errors import LexiconError
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.coverage import CoverageFact
from chartgap.lexicon.load import load_lexicon

FACT = """\
source: a payer's list
facts:
  - id: test.fact
    codes: [M85.8]
    not_codes: [M85.80]
    says: supports it
    fires: [{fires}]
    silent: [{silent}]
"""


def load(folder: Path, text: str) -> CoverageFact:
    (folder / "coverage").mkdir()
    (folder / "coverage" / "a.yaml").write_text(text, encoding="utf-8")
    return load_lexicon(folder).table("coverage", CoverageFact)["test.fact"]


def test_a_fact_takes_source_and_authority_of_its_file(tmp_path: Path) -> None:
    fact = load(tmp_path, FACT.format(fires="M85.89", silent="M85.80"))
    assert (fact.source, fact.authority, fact.verified) == ("a payer's list", "coverage", True)


@pytest.mark.parametrize(
    ("fires", "silent", "message"),
    [("M85.80", "M85.9", "M85.80 is not covered"), ("M85.89", "M85.88", "M85.88 is covered")],
)
def test_an_example_that_does_not_hold_is_a_fault(
    tmp_path: Path, fires: str, silent: str, message: str
) -> None:
    with pytest.raises(LexiconError, match=rf"a\.yaml:3: facts\.0: .*{message}"):
        load(tmp_path, FACT.format(fires=fires, silent=silent))


def test_a_procedure_is_a_number_without_a_descriptor(tmp_path: Path) -> None:
    text = FACT.format(fires="M85.89", silent="M85.80") + "    procedures: ['77080 a scan']\n"
    with pytest.raises(LexiconError, match=r"a\.yaml:9: facts\.0\.procedures\.0"):
        load(tmp_path, text)


def test_the_examples_of_shipped_facts_are_codes_of_the_release() -> None:
    tree = load_tree()
    facts = load_lexicon().table("coverage", CoverageFact).values()
    assert [code for fact in facts for code in (*fact.fires, *fact.silent) if not tree.billable(code)] == []
