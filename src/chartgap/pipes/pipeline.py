"""Build the pipeline from its config."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from chartgap import resources
from chartgap.errors import ChartgapError
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.quiet import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language

    from chartgap.lexicon.schema import TermEntry


def load(
    name: str = "default",
    *,
    lexicons: Sequence[Path | str] = (),
    lexicon: Lexicon | None = None,
    extra_terms: Iterable[TermEntry] = (),
    generated: str | None = None,
    bare: bool = False,
) -> Language:
    """The pipeline of that name, with its lexicon.

    Args:
        name: a config of the shipped ``pipelines`` folder, without its ending.
        lexicons: folders laid on the shipped lexicon.
        lexicon: a lexicon already loaded, taken instead of ``lexicons``.
        extra_terms: terms beside the lexicon's, such as those of the code tree.
        generated: the name of a function in spaCy's ``misc`` registry that gives such terms; a pipeline saved
            to disk finds them again only by it.
        bare: make Docs without tokens, for callers that read nothing but findings from them.

    Raises:
        ChartgapError: there is no such pipeline.
        LexiconError: a lexicon has faults.
    """
    # Only now: most commands need no spaCy, and the caller may have turned the garbage collector off.
    import_spacy()
    import spacy.util

    from chartgap.pipes import factories  # noqa: F401
    from chartgap.pipes.words import gather_words, hold_words

    path = resources.pipelines() / f"{name}.cfg"
    if not path.is_file():
        raise ChartgapError(f"no pipeline named {name!r}: there is no {path}")
    config = spacy.util.load_config(path)
    folders = [str(folder) for folder in lexicons]
    terms = tuple(extra_terms)
    if generated is not None and lexicon is None and not terms:
        words = hold_words(tuple(folders), generated, None)
    else:
        words = gather_words(lexicon or load_lexicon(*(Path(folder) for folder in folders)), terms)
    config["nlp"]["tokenizer"].update(lexicons=folders, generated=generated, digest=words.digest, bare=bare)
    return spacy.util.load_model_from_config(config, auto_fill=True)
