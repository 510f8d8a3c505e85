"""Self-contained HTML pages from the templates of a package: no script, nothing external, values escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from chartgap.report.visible import visible


def fill_template(
    package: str, name: str, values: Mapping[str, object], **filters: Callable[..., str]
) -> str:
    """The page of ``templates/NAME.html.j2`` in ``package`` with the style ``templates/NAME.css``.

    The template is given ``style``, and ``style_hash`` for a policy that allows this style and nothing else.
    """
    folder = files(package) / "templates"
    environment = Environment(
        loader=DictLoader({name: (folder / f"{name}.html.j2").read_text(encoding="utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(visible=visible, **filters)
    style = (folder / f"{name}.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    template = environment.get_template(name)
    return template.render(**values, style=Markup(style), style_hash=f"sha256-{digest}")
