"""A matplotlib figure as a small SVG drawing whose bytes are the same on every machine.

Matplotlib writes one element for every line and mark, a style for each, coordinates to six decimals, metadata and a
date. Here only shapes and text are kept, as presentation attributes (which a strict Content-Security-Policy allows,
unlike styles), to a tenth of a pixel, and shapes that look alike become one path. Clip paths are dropped: charts draw
nothing outside their axes. No id, reference, style, script or font file is left.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from lxml import etree
from matplotlib import rc_context
from matplotlib.figure import Figure

from reviewkit.page.drawing import style

NAMESPACE = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_KEPT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "font-size", "font-weight")
_DEFAULTS = {"text-anchor": "start", "font-size": str(style.TICK_SIZE), "stroke-width": "1", "font-weight": "400"}

Attributes = tuple[tuple[str, str], ...]
Command = tuple[str, tuple[tuple[float, float], ...]]
Shape = tuple[Attributes, str]
"""What a shape looks like, and the data of its path."""
Text = tuple[Attributes, float, float, str]
"""What a text looks like, where its baseline is anchored, and its words."""


def written(shapes: Iterable[Shape], texts: Iterable[Text], *, name: str, size: tuple[int, int]) -> str:
    """Return shapes, in their order, and texts over them as SVG text, one unit to a CSS pixel.

    Parameters
    ----------
    name
        Id of the drawing, unique on its page.
    size
        Width and height.
    """
    width, height = size
    root = etree.Element(
        "svg",
        {
            "id": name,
            "width": str(width),
            "height": str(height),
            "viewBox": f"0 0 {width} {height}",
            "font-family": style.FONT_STACK,
            "font-size": str(style.TICK_SIZE),
            "stroke-linejoin": "round",
        },
    )
    _add_shapes(root, shapes)
    _add_texts(root, texts)
    root.set("xmlns", NAMESPACE)
    return etree.tostring(root, encoding="unicode")


def shapes_of(figure: Figure) -> Iterator[Shape]:
    """Yield the shapes of a figure made at 72 dots to the inch, alike ones of one artist together."""
    buffer = io.BytesIO()
    with rc_context(style.RC):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    drawn = etree.fromstring(buffer.getvalue(), parser)
    marks = {item.get("id"): item for item in drawn.iter(f"{{{NAMESPACE}}}path") if item.get("id")}
    for artist in drawn.iter(f"{{{NAMESPACE}}}g"):
        alike: dict[Attributes, list[str]] = {}
        for look, path in _shapes(artist, marks):
            alike.setdefault(look, []).append(path)
        yield from ((look, "".join(paths)) for look, paths in alike.items())


def rule(
    ends: tuple[float, float, float, float], colour: str, *, width: float = 1, dashes: Sequence[float] = ()
) -> Shape:
    """Return a straight line, ``(x, y, x, y)``; dashes are in widths of the line.

    Examples
    --------
    >>> rule((0, 10.04, 20, 10.04), "#D9D9D9")
    ((('fill', 'none'), ('stroke', '#d9d9d9')), 'M0 10h20')
    """
    left, top, right, bottom = ends
    look = {"fill": "none", "stroke": colour.lower(), "stroke-width": _short(width)}
    if dashes:
        look["stroke-dasharray"] = " ".join(_short(width * part) for part in dashes)
    return _attributes(look), _relative([("M", ((left, top),)), ("L", ((right, bottom),))])


def text_look(colour: str, *, size: float, anchor: str, bold: bool) -> Attributes:
    """Return what a text looks like; ``anchor`` as in SVG: start, middle, end."""
    weight = "700" if bold else "400"
    return _attributes(
        {"fill": colour.lower(), "text-anchor": anchor, "font-size": _short(size), "font-weight": weight}
    )


def _add_shapes(root: etree._Element, shapes: Iterable[Shape]) -> None:
    """Add shapes, those that look alike and follow one another as one path."""
    for look, alike in groupby(shapes, key=itemgetter(0)):
        etree.SubElement(root, "path", {**dict(look), "d": "".join(path for _, path in alike)})


def _shapes(artist: etree._Element, marks: dict[str, etree._Element]) -> Iterator[tuple[Attributes, str]]:
    """Yield look and path data of the shapes of one artist: its own children, and those of groups without an id."""
    groups = [artist, *(child for child in artist if child.tag.endswith("}g") and not child.get("id"))]
    for item in (child for group in groups for child in group if artist.get("id")):
        if item.tag.endswith("}path"):
            look, path = _look(item), _path(item.get("d", ""))
        elif item.tag.endswith("}use"):
            mark = marks[item.get(_HREF, "")[1:]]
            look = _look(item)
            path = _path(mark.get("d", ""), float(item.get("x", 0)), float(item.get("y", 0)))
        else:
            continue
        painted = dict(look)
        if path and (painted.get("fill") != "none" or "stroke" in painted):
            yield look, path


def _add_texts(root: etree._Element, texts: Iterable[Text]) -> None:
    groups: dict[Attributes, etree._Element] = {}
    for look, x, y, words in texts:
        if look not in groups:
            groups[look] = etree.SubElement(root, "g", dict(look))
        etree.SubElement(groups[look], "text", {"x": _short(x), "y": _short(y)}).text = words


def _look(item: etree._Element) -> Attributes:
    """Return what an element of matplotlib's looks like, as presentation attributes that differ from the defaults."""
    pairs = (pair.split(":", 1) for pair in item.get("style", "").split(";") if ":" in pair)
    look = {key.strip(): value.strip().removesuffix("px") for key, value in pairs}
    if look.get("stroke") == "none":
        del look["stroke"]
    if "stroke" not in look:
        look = {key: value for key, value in look.items() if not key.startswith("stroke")}
    if "stroke-dasharray" in look:
        look["stroke-dasharray"] = " ".join(_short(float(part)) for part in look["stroke-dasharray"].split(","))
    return _attributes(look)


def _attributes(look: Mapping[str, str]) -> Attributes:
    return tuple((key, look[key]) for key in _KEPT if key in look and look[key] != _DEFAULTS.get(key))


def _path(data: str, across: float = 0, down: float = 0) -> str:
    """Return path data moved, rounded to tenths and written in relative commands; empty where nothing would show."""
    commands = [
        (letter, tuple((x + across, y + down) for x, y in _pairs(numbers)))
        for letter, numbers in re.findall(r"([MLCQz])([^MLCQz]*)", data)
    ]
    if sum(letter != "z" for letter, _ in commands) < 2:
        return ""
    return _relative(commands)


def _pairs(text: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in text.split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _relative(commands: list[Command]) -> str:
    """Write commands relative to the last point, in whole tenths, so that rounding errors do not add up."""
    parts: list[str] = []
    at = start = (0, 0)
    for letter, points in commands:
        if letter == "z":
            parts.append("z")
            at = start
            continue
        tenths = [(round(10 * x), round(10 * y)) for x, y in points]
        if letter == "M":
            parts.append("M" + _joined(tenths[0]))
            at = start = tenths[0]
            continue
        steps = [(x - at[0], y - at[1]) for x, y in tenths]
        at = tenths[-1]
        if letter == "L" and steps[0] != (0, 0):
            parts.append(_line(*steps[0]))
        elif letter != "L":
            parts.append(letter.lower() + " ".join(_joined(step) for step in steps))
    return "".join(parts)


def _line(across: int, down: int) -> str:
    if not down:
        return "h" + _short(across / 10)
    return "v" + _short(down / 10) if not across else "l" + _joined((across, down))


def _joined(point: tuple[int, int]) -> str:
    x, y = (_short(value / 10) for value in point)
    return x + (y if y.startswith("-") else f" {y}")


def _short(value: float) -> str:
    """Write a number to a tenth, in as few characters as can be.

    Examples
    --------
    >>> _short(12.04), _short(-0.5), _short(0.25)
    ('12', '-.5', '.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text == "-0" else text
