"""How the tests look at a page: in a browser that hears every request and every message."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"


def opened(browser, path: Path, width: int, *, bypass_csp: bool = False):
    """Return a page opened at a width; ``heard`` lists its requests, messages and errors."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=bypass_csp)
    page = context.new_page()
    page.heard = []
    page.on("console", lambda message: page.heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda fault: page.heard.append(f"error: {fault}"))
    page.on("request", lambda request: page.heard.append(f"request: {request.url}"))
    page.goto(path.as_uri())
    return page


def violations(page) -> list[tuple[str, list[str]]]:
    """Return what axe finds: the rule and the elements. The page needs ``bypass_csp``, for axe is a script."""
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


DRAWINGS = """() => {
  const faults = [];
  for (const figure of document.querySelectorAll('figure')) {
    const seen = [...figure.querySelectorAll('svg')].filter(drawing => drawing.getBoundingClientRect().width > 0);
    if (seen.length != 1) { faults.push(figure.id + ': ' + seen.length + ' drawings seen'); continue; }
    const drawing = seen[0], edge = drawing.getBoundingClientRect();
    const scale = edge.width / drawing.viewBox.baseVal.width;
    const boxes = [...drawing.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => ({
      words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
      box: text.getBoundingClientRect()}));
    boxes.forEach((one, place) => {
      if (one.size < 11.95) faults.push(figure.id + ': ' + one.words + ' is ' + one.size + ' px');
      if (one.box.left < edge.left - 1 ||
          one.box.right > edge.right + 1) faults.push(figure.id + ': cut off: ' + one.words);
      for (const two of boxes.slice(place + 1)) {
        const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        const down = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
        if (across > 1 && down > 3) faults.push(figure.id + ': ' + one.words + ' over ' + two.words);
      }
    });
  }
  return faults;
}"""
