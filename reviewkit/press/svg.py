"""The last look at a drawing before it is published: parsed again, and only what is on the list goes through."""

from __future__ import annotations

import re

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LANG = "{http://www.w3.org/XML/1998/namespace}"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOOK = _names(
    "id transform opacity fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap "
    "stroke-linejoin stroke-dasharray stroke-miterlimit clip-path"
)
_TYPE = _LOOK | _names(
    "x y dx dy font-size font-family font-weight font-style text-anchor dominant-baseline paint-order"
)
ALLOWED: dict[str, frozenset[str]] = {
    "svg": _TYPE | _names("width height viewBox preserveAspectRatio version"),
    "g": _TYPE,
    "defs": frozenset(),
    "clipPath": frozenset({"id"}),
    "path": _LOOK | {"d"},
    "rect": _LOOK | _names("x y width height rx ry"),
    "line": _LOOK | _names("x1 x2 y1 y2"),
    "circle": _LOOK | _names("cx cy r"),
    "polyline": _LOOK | {"points"},
    "polygon": _LOOK | {"points"},
    "text": _TYPE,
    "tspan": _TYPE,
    "use": _LOOK | _names("x y href"),
}
# Numbers, names, colours, path data: no angle brackets and no quotation marks.
_VALUE = re.compile(r"[\w\s.,()#%'&;:+\-/]*")
_REFERENCE = re.compile(r"url\(\s*#[\w.-]+\s*\)")


def safe_svg(source: str, *, css_class: str, label: str) -> str:
    """Return a drawing as it may stand in a page, or refuse it.

    Parameters
    ----------
    source
        SVG text as the page room made it.
    css_class
        ``wide`` or ``narrow``: the style sheet shows one of the two.
    label
        The text alternative; it becomes ``aria-label`` of an image.

    Raises
    ------
    ValueError
        Not well-formed, a document type or entity, an element, attribute or value that is not on the list, or a
        reference to anything outside the drawing. A drawing is refused whole: with a part missing it would mislead.

    Examples
    --------
    >>> drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
    >>> safe_svg(drawing, css_class="wide", label="A line")
    '<svg viewBox="0 0 1 1" class="wide" role="img" aria-label="A line"><path d="M0 0h1"/></svg>'
    >>> safe_svg(drawing.replace("path", "script"), css_class="wide", label="A line")
    Traceback (most recent call last):
    ...
    ValueError: the drawing has <script>, which is not on the list
    """
    root = _parse(source)
    if root.tag != f"{{{_SVG}}}svg":
        msg = "the drawing is not SVG"
        raise ValueError(msg)
    clean = _copy(root)
    clean.set("class", css_class)
    clean.set("role", "img")
    clean.set("aria-label", label)
    return etree.tostring(clean, encoding="unicode")


def _parse(source: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.encode(), parser)
    except etree.XMLSyntaxError as fault:
        msg = f"the drawing is not well-formed: {fault.msg}"
        raise ValueError(msg) from None
    if root.getroottree().docinfo.doctype:
        msg = "the drawing has a document type"
        raise ValueError(msg)
    return root


def _copy(element: etree._Element) -> etree._Element:
    namespace, _, name = str(element.tag).rpartition("}")
    if namespace != f"{{{_SVG}" or name not in ALLOWED:
        msg = f"the drawing has <{name or element.tag}>, which is not on the list"
        raise ValueError(msg)
    clean = etree.Element(name)
    for key, value in element.attrib.items():
        _set(clean, "href" if key == _HREF else str(key), str(value))
    clean.text = element.text if name in {"text", "tspan"} else None
    for child in element:
        copied = _copy(child)
        copied.tail = child.tail if name in {"text", "tspan"} else None
        clean.append(copied)
    return clean


def _set(clean: etree._Element, key: str, value: str) -> None:
    if key.startswith(_LANG) or key in {"role", "aria-label"}:
        return  # ours are set anew
    if key not in ALLOWED[clean.tag]:
        msg = f"the drawing has {key} on <{clean.tag}>, which is not on the list"
        raise ValueError(msg)
    outside = "url" in value.lower() and not _REFERENCE.fullmatch(value)
    if outside or not _VALUE.fullmatch(value) or (key == "href" and not value.startswith("#")):
        msg = f"{key} of <{clean.tag}> is {value[:40]!r}, which is not allowed"
        raise ValueError(msg)
    clean.set(key, value)
