"""Answers a browser on this computer with the files of one site, held in memory; nobody else is answered."""

from __future__ import annotations

import os
import socketserver
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reviewkit.press.faults import UsageError

HERE = "127.0.0.1"
USUAL_PORT = 8000
# Written out, because Windows may say otherwise of a kind than every other system.
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_PLAIN, _UNKNOWN = "text/plain; charset=utf-8", "application/octet-stream"
_PATIENCE_S = 30


class SiteServer(socketserver.ThreadingTCPServer):
    """Shows ``files`` at ``address``; where there are none, the words ``instead``.

    What is asked for is looked up among the names of the files, and never joined to a path: nothing else on the disk
    can be had, whatever a request says. Only this computer is answered, and only under its own name, so that a website
    open in the same browser cannot read a review through a name of its own that leads here.

    Parameters
    ----------
    port
        The port; 0 for any that is free.

    Raises
    ------
    OSError
        The port is taken, or this user may not have it.
    """

    daemon_threads = True  # a browser that keeps a connection open does not keep the command alive
    allow_reuse_address = os.name == "posix"  # elsewhere two programs would get the same port

    def __init__(self, port: int) -> None:
        self.files: Mapping[str, bytes] = {}
        self.instead = "There is no review yet."
        super().__init__((HERE, port), _Handler)

    @property
    def port(self) -> int:
        """The port it has."""
        return self.server_address[1]

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HERE}:{self.port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has gone, and leave everything else to the library."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def open_server(port: int | None) -> SiteServer:
    """Return a server at a port; where none is named, at the usual one or, when that is taken, at any free one.

    Raises
    ------
    UsageError
        The port that was named cannot be had.
    """
    try:
        return SiteServer(USUAL_PORT if port is None else port)
    except OSError as fault:
        if port is None:
            return SiteServer(0)
        msg = (
            f"port {port} cannot be had ({fault.strerror}). Name another, or leave out --port: a free one is then found"
        )
        raise UsageError(msg) from None


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a site by its name from the folder, with forward slashes; links are left out."""
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: SiteServer
    server_version, sys_version = "reviewkit", ""
    error_message_format, error_content_type = "%(message)s\n", _PLAIN
    timeout = _PATIENCE_S

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Keep the window free for what the build says."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # or a browser shows what was there before
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def _answer(self) -> None:
        if self.headers.get("Host", "") not in {f"{name}:{self.server.port}" for name in (HERE, "localhost")}:
            self._send(403, f"Only {self.server.address} is answered here.\n".encode(), _PLAIN)
            return
        files, name = self.server.files, _name(self.path)
        if name in files:
            self._send(200, files[name], KINDS.get(Path(name).suffix, _UNKNOWN))
        elif files:
            self._send(404, b"The review has no such page.\n", _PLAIN)
        else:
            self._send(503, f"{self.server.instead}\n".encode(), _PLAIN)

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _name(target: str) -> str:
    """Return the name of the file that a request asks for; of none where it makes no sense."""
    try:
        return unquote(urlsplit(target).path).removeprefix("/") or "index.html"
    except ValueError:
        return ""
