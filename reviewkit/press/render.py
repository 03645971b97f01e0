"""Our Jinja templates, the style sheet and the security policy that goes with it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

import jinja2

_TEMPLATES = files("reviewkit.press") / "templates"


def render(template: str, **content: object) -> str:
    """Return a page: a template filled in, every text escaped.

    Parameters
    ----------
    template
        File name in ``reviewkit/press/templates``.
    content
        What the template names; see the templates.
    """
    style = _style()
    html = _environment().get_template(template).render(style=style, policy=_policy(style), **content)
    return "\n".join(line for line in (line.strip() for line in html.splitlines()) if line) + "\n"


def _policy(style: str) -> str:
    """Return the content security policy: nothing may load, and only our one style block may style.

    ``data:`` pictures are allowed for the empty icon alone, without which browsers ask the server for one.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    text = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    return jinja2.utils.markupsafe.Markup("".join(line.strip() for line in text.splitlines()))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (_TEMPLATES / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return environment
