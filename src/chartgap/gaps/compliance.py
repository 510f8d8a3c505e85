"""A linter for provider queries: what ACDIS and AHIMA hold compliant, as far as a program can tell.

The words it looks for are data (``lexicons/query.yaml``). Every query that the engine writes passes it; it
can be run over queries written by hand as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from chartgap.lexicon.gap import PLACES, QueryPolicy, Wording
from chartgap.lexicon.regex import begins_at_word_bound
from chartgap.models import Query


def check_query(query: Query, note_text: str, policy: QueryPolicy) -> list[str]:
    """Every fault of a query against the note it is about; an empty list means none was found.

    The messages name the fault, never the note's words.
    """
    faults = [*_question_faults(query.question, policy), *_option_faults(query.options, policy)]
    if not query.indicators:
        faults.append("no clinical indicator is quoted")
    for place, indicator in enumerate(query.indicators, start=1):
        if not indicator.text.strip():
            faults.append(f"indicator {place} is empty")
        elif indicator.text not in note_text:
            faults.append(f"indicator {place} is not in the note")
        if len(indicator.text) > policy.longest_quote:
            faults.append(f"indicator {place} is longer than {policy.longest_quote} characters")
        if forbidden_in_quotes(policy).search(indicator.text):
            faults.append(f"indicator {place} names a code or payment")
    if len({indicator.text for indicator in query.indicators}) < len(query.indicators):
        faults.append("an indicator is quoted twice")
    return faults


def check_wording(worded: Wording, policy: QueryPolicy) -> list[str]:
    """Every fault of what a rule says to a provider, were all of its options offered."""
    names = {name: name for name in PLACES}
    message = worded.message.format_map(names)
    options = (*(answer.answer for answer in worded.options), *policy.closing)
    return [
        *_wording_faults("the message", message, policy),
        *(() if message.endswith(".") else ("the message does not end with a full stop",)),
        *_question_faults(worded.question.format_map(names), policy),
        *_option_faults(options, policy),
    ]


def forbidden_in_quotes(policy: QueryPolicy) -> re.Pattern[str]:
    """What a quotation leaves out: codes and words of payment, as far as they mean nothing clinical."""
    return _compiled(policy.codes_in_quotes, policy.money_in_quotes)


def _question_faults(question: str, policy: QueryPolicy) -> list[str]:
    faults = _wording_faults("the question", question, policy)
    if not question.endswith("?"):
        faults.append("the question does not end with a question mark")
    if _compiled((), policy.yes_no).match(question):
        faults.append("the question asks for yes or no")
    return faults


def _option_faults(options: tuple[str, ...], policy: QueryPolicy) -> list[str]:
    faults: list[str] = []
    if options[-2:] != policy.closing:
        faults.append("the two closing options are not the last")
    if len({option.casefold() for option in options}) < len(options):
        faults.append("an option stands twice")
    for place, option in enumerate(options, start=1):
        name = f"option {place}"
        faults.extend(_wording_faults(name, option, policy))
        if not option.strip():
            faults.append(f"{name} is empty")
        if _compiled((), policy.leading_options).search(option):
            faults.append(f"{name} leads")
    return faults


def _wording_faults(name: str, text: str, policy: QueryPolicy) -> list[str]:
    faults: list[str] = []
    if _compiled(policy.codes, ()).search(text):
        faults.append(f"{name} names a code")
    if _compiled((), policy.money).search(text):
        faults.append(f"{name} names payment, a grouping or a quality score")
    if _compiled((), policy.leading).search(text):
        faults.append(f"{name} leads")
    return faults


@lru_cache(maxsize=64)
def _compiled(cased: tuple[str, ...], caseless: tuple[str, ...]) -> re.Pattern[str]:
    bound = r"\b" if all(map(begins_at_word_bound, (*cased, *caseless))) else ""
    parts = chain(
        (f"(?:{part.removeprefix(bound)})" for part in cased),
        (f"(?i:{part.removeprefix(bound)})" for part in caseless),
    )
    # The bound they share is looked for once, and few places have it: four times as fast.
    return re.compile(f"{bound}(?:{'|'.join(parts) or '(?!)'})")
