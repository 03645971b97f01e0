"""Shows a force's review on this computer, and builds it again whenever something it is made of changes."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from reviewkit.data.declared.folders import force_folder
from reviewkit.data.declared.toml import load_force
from reviewkit.press.serving.rebuild import rebuild
from reviewkit.press.serving.server import SiteServer, files_of, open_server
from reviewkit.press.serving.watch import Seen, differences, look, next_change
from reviewkit.press.swap import one_at_a_time

_MOST_NAMED = 3
_BEING_BUILT = "The review is being built. Load this page again in half a minute."
_FAILED = "There is no review to show: it could not be built. The reason stands in the window of reviewkit serve."


def serve(
    slug: str, *, port: int | None, data: Path, outputs: Path, say: Callable[[str], None], tell: Callable[[str], None]
) -> None:
    """Show the review of a force's own period until interrupted (Ctrl-C, SIGTERM); then end all that was started.

    The pages are those of the last build that went well, as they were published: nothing is added to them, and
    whoever reads them loads them again by hand when a new build is announced.

    Parameters
    ----------
    slug
        Name of a folder in ``data/raw``.
    port
        Where on 127.0.0.1; the usual port, or any that is free, when None.
    data, outputs
        Folder with ``raw``; folder for the sites.
    say
        Called with each line of news.
    tell
        Called once, with the address.

    Raises
    ------
    DataError
        There is no such force, or its ``force.toml`` cannot be used.
    UsageError
        The port cannot be had.
    """
    force, _ = load_force(force_folder(slug, data))
    for end in (signal.SIGINT, signal.SIGTERM):  # a script that starts us in the background has Ctrl-C ignored
        signal.signal(end, signal.default_int_handler)
    site = outputs / slug / f"{force.start.isoformat()}_{force.end.isoformat()}"
    with open_server(port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            tell(server.address)
            _Serving(slug, data=data, outputs=outputs, server=server, say=say).run(site)
        except KeyboardInterrupt:
            say("stopped")
        finally:
            server.shutdown()


class _Serving:
    """One force's review, shown and kept up to date."""

    def __init__(self, slug: str, *, data: Path, outputs: Path, server: SiteServer, say: Callable[[str], None]) -> None:
        self._slug, self._data, self._outputs = slug, data, outputs
        self._server, self._say = server, say

    def run(self, site: Path) -> None:
        """Show the site that stands, and build: a build itself knows best what has changed; then after every change."""
        seen = self._look()
        if (site / "index.html").is_file():
            self._show(site)
            self._build("looking whether anything has changed since the review was built")
        else:
            self._build("there is no review yet: building it")
        while True:
            before, seen = seen, next_change(self._look, seen)
            self._build(f"changed: {_named(differences(before, seen))}. Building the review again")

    def _look(self) -> Seen:
        return look(self._slug, self._data)

    def _build(self, why: str) -> None:
        self._say(why)
        self._server.instead = _BEING_BUILT
        before = self._server.files
        began = time.monotonic()
        done = rebuild(self._slug, data=self._data, outputs=self._outputs, say=self._say)
        if done.good or (done.index and not self._server.files):  # a part is better than nothing
            self._show(done.index.parent)
        self._server.instead = _FAILED
        if done.good:
            news = "load the page again" if self._server.files != before else "the pages shown are as they should be"
            self._say(f"done in {time.monotonic() - began:.0f} s: {news}")
        else:
            shown = "the pages shown are those of before" if self._server.files else "there is nothing to show"
            self._say(f"this build failed, {shown}; it is tried again when something changes")

    def _show(self, site: Path) -> None:
        with one_at_a_time(self._outputs / self._slug, progress=self._say):
            self._server.files = files_of(site)


def _named(names: list[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
