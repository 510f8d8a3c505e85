"""The spaCy factories of the pipeline. spaCy loads this module early: components are imported inside."""

# No "from __future__ import annotations" here: on Python 3.11 spaCy 3.7 reads these signatures with pydantic
# v1, which cannot resolve annotations that are strings.
from typing import TYPE_CHECKING, Any, cast

from spacy.language import Language
from spacy.util import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from chartgap.lexicon.book import Lexicon
    from chartgap.pipes.tokenizer import ChartTokenizer


@registry.tokenizers("chartgap.tokenizer.v1")  # type: ignore[untyped-decorator]
def _tokenizer(
    lexicons: list[str] | None = None,
    generated: str | None = None,
    digest: str | None = None,
    bare: bool = False,
) -> "Callable[[Language], ChartTokenizer]":
    def make(nlp: Language) -> "ChartTokenizer":
        from chartgap.pipes.quiet import import_medspacy
        from chartgap.pipes.tokenizer import make_tokenizer
        from chartgap.pipes.words import hold_words

        import_medspacy()
        return make_tokenizer(nlp, hold_words(tuple(lexicons or ()), generated, digest), bare=bare)

    return make


def lexicon_of(nlp: Language) -> "Lexicon":
    """The lexicon that the nlp's tokenizer holds."""
    return cast("ChartTokenizer", nlp.tokenizer).words.lexicon


@Language.factory("chartgap_layout")
def _layout(nlp: Language, name: str) -> Any:
    from chartgap.pipes.layout import ChartLayout

    return ChartLayout(lexicon_of(nlp))


@Language.factory("chartgap_targets")
def _targets(nlp: Language, name: str) -> Any:
    from chartgap.pipes.targets import ChartTargets

    words = cast("ChartTokenizer", nlp.tokenizer).words
    lexicon = words.lexicon
    return ChartTargets(nlp, name, (*lexicon.terms, *words.generated), lexicon.patterns)


@Language.factory("chartgap_context")
def _context(nlp: Language, name: str) -> Any:
    from chartgap.lexicon.context import ContextRule, NegexRule
    from chartgap.pipes.context import ChartContext

    rules = lexicon_of(nlp).table("context", ContextRule).values()
    return ChartContext(nlp, name, [rule for rule in rules if not isinstance(rule, NegexRule)])


@Language.factory("chartgap_negation")
def _negation(nlp: Language, name: str) -> Any:
    from chartgap.lexicon.context import NegexRule
    from chartgap.pipes.negation import ChartNegation

    return ChartNegation(nlp, name, lexicon_of(nlp).table("context", NegexRule).values())


@Language.factory("chartgap_attributes", default_config={"kinds": []})
def _attributes(nlp: Language, name: str, kinds: list[str]) -> Any:
    from chartgap.pipes.attribute import ChartAttributes

    return ChartAttributes(kinds)


@Language.factory("chartgap_patterns", default_config={"kinds": []})
def _patterns(nlp: Language, name: str, kinds: list[str]) -> Any:
    from chartgap.pipes.pattern import ChartPatterns

    return ChartPatterns(lexicon_of(nlp), kinds)


@Language.factory("chartgap_sites")
def _sites(nlp: Language, name: str) -> Any:
    from chartgap.pipes.sites import ChartSites

    return ChartSites(lexicon_of(nlp))


@Language.factory("chartgap_imaging")
def _imaging(nlp: Language, name: str) -> Any:
    from chartgap.pipes.imaging import ChartImaging

    return ChartImaging()


@Language.factory("chartgap_causes")
def _causes(nlp: Language, name: str) -> Any:
    from chartgap.pipes.causes import ChartCauses

    return ChartCauses(lexicon_of(nlp), cast("ChartTokenizer", nlp.tokenizer))


@Language.factory("chartgap_demographics")
def _demographics(nlp: Language, name: str) -> Any:
    from chartgap.pipes.demographics import ChartDemographics

    return ChartDemographics(lexicon_of(nlp))


@Language.factory("chartgap_durations")
def _durations(nlp: Language, name: str) -> Any:
    from chartgap.pipes.durations import ChartDurations

    return ChartDurations(lexicon_of(nlp), cast("ChartTokenizer", nlp.tokenizer))


@Language.factory("chartgap_t_scores")
def _t_scores(nlp: Language, name: str) -> Any:
    from chartgap.pipes.t_scores import ScoreReader

    return ScoreReader(lexicon_of(nlp))


@Language.factory("chartgap_strength")
def _strength(nlp: Language, name: str) -> Any:
    from chartgap.pipes.strength import StrengthReader

    return StrengthReader(lexicon_of(nlp))


@Language.factory("chartgap_labs")
def _labs(nlp: Language, name: str) -> Any:
    from chartgap.pipes.labs import LabReader

    return LabReader(lexicon_of(nlp))


@Language.factory("chartgap_stock_targets")
def _stock_targets(nlp: Language, name: str) -> Any:
    from chartgap.pipes.stock import stock_targets

    words = cast("ChartTokenizer", nlp.tokenizer).words
    return stock_targets(nlp, name, (*words.lexicon.terms, *words.generated))


@Language.factory("chartgap_stock_context")
def _stock_context(nlp: Language, name: str) -> Any:
    from chartgap.pipes.stock import stock_context

    return stock_context(nlp, name, lexicon_of(nlp))


@Language.factory("chartgap_stock_negation")
def _stock_negation(nlp: Language, name: str) -> Any:
    from chartgap.pipes.stock import StockNegation

    return StockNegation(nlp, name, lexicon_of(nlp))


@Language.factory("chartgap_stock_sections")
def _stock_sections(nlp: Language, name: str) -> Any:
    from chartgap.pipes.stock import stock_sections

    return stock_sections(nlp, name, lexicon_of(nlp))
