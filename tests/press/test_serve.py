"""``reviewkit serve``: a review shown on this computer, built again after each change. Real servers, real builds."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from reviewkit import cli
from reviewkit.press.faults import UsageError
from reviewkit.press.serving.server import HERE, KINDS, files_of, open_server
from reviewkit.press.serving.watch import LOOK_S, differences, look, next_change

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


def ask(port: int, target: str, *, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    """Ask for exactly what is written, which a browser or urllib would tidy first; the body stands in ``text``."""
    connection = http.client.HTTPConnection(HERE, port, timeout=PATIENCE_S)
    connection.putrequest(method, target, skip_host=True)
    for name, value in ({"Host": f"{HERE}:{port}"} | headers).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    connection.close()
    return answer


@pytest.fixture
def site(tmp_path):
    """A site of three files, with a secret beside it and a link to the secret in it."""
    folder = tmp_path / "site"
    (folder / "figures").mkdir(parents=True)
    (folder / "index.html").write_text("front", encoding="utf-8")
    (folder / "figures" / "a b.csv").write_text("1,2", encoding="utf-8")
    (folder / "findings.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    if os.name == "posix":
        (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def server(site):
    """A server that shows that site."""
    with open_server(0) as running:
        running.files = files_of(site)
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.mark.parametrize(
    ("target", "kind", "text"),
    [
        ("/", "text/html; charset=utf-8", "front"),
        ("/index.html?again=1", "text/html; charset=utf-8", "front"),
        ("/figures/a%20b.csv", "text/csv; charset=utf-8", "1,2"),
        ("/findings.json", "application/json", "{}"),
    ],
)
def test_a_file_is_shown_as_what_it_is_and_never_kept_by_the_browser(server, target, kind, text):
    answer = ask(server.port, target)
    assert (answer.status, answer.text, answer.headers["Content-Type"]) == (200, text, kind)
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert "Refresh" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        *("/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/figures/../../secret.txt", "//secret.txt"),
        *("/..\\secret.txt", "/link.txt", "/figures", "/figures/", "/.", "/C:/Windows/win.ini", "/index.html%00"),
        *("http://[/secret.txt", f"{Path(__file__).as_posix()}", "*"),
    ],
)
def test_nothing_but_the_files_of_the_site_is_shown(server, target):
    answer = ask(server.port, target)
    assert answer.status == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "", "127.0.0.1"])
def test_a_website_that_leads_here_under_another_name_is_refused(server, host):
    assert ask(server.port, "/", Host=host).status == 403
    assert ask(server.port, "/", Host=f"localhost:{server.port}").status == 200


def test_only_the_head_is_sent_when_asked_for_and_nothing_can_be_changed(server):
    head = ask(server.port, "/", method="HEAD")
    assert (head.status, head.headers["Content-Length"], head.text) == (200, "5", "")
    for method in ("POST", "PUT", "DELETE"):
        answer = ask(server.port, "/", method=method)
        assert (answer.status, answer.headers["Cache-Control"]) == (501, "no-store")


def test_no_other_computer_reaches_it(server):
    assert server.address == f"http://127.0.0.1:{server.port}/"
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_without_a_site_a_reader_is_told_so(server):
    server.files, server.instead = {}, "The review is being built."
    answer = ask(server.port, "/")
    assert (answer.status, answer.text) == (503, "The review is being built.\n")


def test_every_kind_of_file_of_a_real_site_has_its_type(exampleshire_site):
    assert {Path(name).suffix for name in files_of(exampleshire_site)} <= KINDS.keys()


def test_a_port_that_is_taken_is_explained_and_the_usual_one_replaced(server, monkeypatch):
    with pytest.raises(UsageError, match=rf"port {server.port} cannot be had .* leave out --port"):
        open_server(server.port)
    monkeypatch.setattr("reviewkit.press.serving.server.USUAL_PORT", server.port)
    with open_server(None) as other:
        assert other.port not in {0, server.port}


def test_what_a_review_is_made_of_is_watched_and_nothing_else(data, monkeypatch):
    raw = data / "raw" / "tiny"
    before = look("tiny", data)
    names = {path.relative_to(ROOT).as_posix() for path in before if path.is_relative_to(ROOT)}
    assert names >= {
        *("notebooks/10_performance.ipynb", "reviewkit/cli/commands.py", "reviewkit/press/templates/style.css"),
        *("requirements.lock", "data/raw/published/README.md"),
    }
    assert {path.name for path in before if path.is_relative_to(data)} == {"force.toml", "hours.csv"}
    for name in ("received.sha256", "~$hours.xlsx", ".hours.csv.swp", "hours.csv~"):
        (raw / name).write_text("x", encoding="utf-8")
    assert look("tiny", data) == before
    (raw / "late.csv").write_text("x", encoding="utf-8")
    os.utime(raw / "hours.csv", ns=(1, 1))
    (raw / "force.toml").unlink()
    assert differences(before, look("tiny", data)) == ["force.toml", "hours.csv", "late.csv"]


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path):
    path = tmp_path / "a.csv"
    ended = []

    def write() -> None:
        time.sleep(LOOK_S)
        for _ in range(8):
            with path.open("a", encoding="utf-8") as file:
                file.write("1,2\n")
            time.sleep(0.1)
        ended.append(time.monotonic())

    threading.Thread(target=write).start()
    seen = next_change(lambda: {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in tmp_path.iterdir()}, {})
    assert ended
    assert seen[path][0] == 8 * len("1,2\n")


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["tinny"], "Did you mean", 1),
        (["tiny", "--port", "70000"], "is not the number of a port", 2),
        ([], "name one force: the forces in", 2),
    ],
)
def test_a_mistake_in_the_command_is_explained(words, said, code, data, capsys):
    shutil.copytree(data / "raw" / "tiny", data / "raw" / "another")
    assert cli.main(["serve", *words, "--data", str(data), "--outputs", str(data / "out")]) == code
    assert said in capsys.readouterr().err


class Command:
    """``reviewkit serve`` as a person starts it, in a copy of the project that may be changed."""

    def __init__(self, folder: Path) -> None:
        for part in ("reviewkit", "data/raw/published"):  # with what Python compiled, or it takes longer
            shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reviewkit", "serve", "--port", "0"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self.heard = 0
        self.listener = threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True)
        self.port = int(self.process.stdout.readline().rpartition(":")[2].strip("/\n"))
        self.listener.start()

    def wait_for(self, words: str) -> list[str]:
        """Wait until something new is said that holds the words; return what was said since the last time."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            new = self.said[self.heard :]
            for place, line in enumerate(new, 1):
                if words in line:
                    self.heard += place
                    return new[:place]
            time.sleep(0.05)
        raise AssertionError((words, self.said))

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        self.listener.join()
        self.process.stdout.close()
        self.process.stderr.close()

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def command(data, notebook, tmp_path):
    notebook()
    started = Command(tmp_path)
    yield started
    started.end()


@pytest.mark.skipif(os.name != "posix", reason="Windows sends Ctrl-C to everything in the window, pytest too")
def test_a_review_is_built_shown_and_built_again_after_each_change(command, data, notebook, tmp_path):
    # There is no site yet: it is built first.
    assert ask(command.port, "/").status == 503
    assert "done in" in command.wait_for("load the page again")[-1]
    assert "Calls to tiny" in ask(command.port, "/hello.html").text

    # The program, changed so that it cannot be run: told in a sentence, and the last good pages stay.
    module = tmp_path / "reviewkit" / "press" / "front.py"
    code = module.read_text(encoding="utf-8")
    module.write_text(code + "\nbroken = (\n", encoding="utf-8")
    said = command.wait_for("it is tried again when something changes")
    assert any(line.startswith("the program cannot be run: SyntaxError") and "front.py" in line for line in said), said
    assert not any("Traceback" in line for line in said)
    assert "Calls to tiny" in ask(command.port, "/hello.html").text

    # A notebook changed, and the program put right and changed: the new code builds the new page, and adds nothing.
    module.write_text(code.replace("How well does", "How quickly does"), encoding="utf-8")
    notebook("10_hello.ipynb", "from reviewkit.page.display import Prose\nProse(paragraphs=('A second thought',))")
    assert "changed: 10_hello.ipynb, front.py. Building" in command.wait_for("changed:")[-1]
    command.wait_for("load the page again")
    assert "How quickly does Tinyshire Police" in ask(command.port, "/").text
    shown = ask(command.port, "/hello.html").text
    assert "A second thought" in shown
    assert shown.encode() == next(tmp_path.glob("outputs/tiny/*/hello.html")).read_bytes()

    # A section that fails while another is made: the page that was good before is still there.
    notebook("20_other.ipynb")
    notebook("10_hello.ipynb", "raise ValueError('no such column')")
    said = "".join(command.wait_for("the pages shown are those of before"))
    assert "the section hello failed. cell 3: ValueError: no such column" in said
    assert ask(command.port, "/hello.html").text == shown

    # Data, and then Ctrl-C while it is built from: the build ends too, and what stood is whole.
    with (data / "raw" / "tiny" / "hours.csv").open("a", encoding="utf-8") as file:
        file.write("2025-03-03T00:00,10,9,1\n")
    command.wait_for("changed: hours.csv. Building")
    command.wait_for("tiny: ")
    assert command.interrupt() == 0
    command.wait_for("stopped")
    with FileLock(tmp_path / "outputs" / "tiny" / ".lock", timeout=0):
        assert not list((tmp_path / "outputs" / "tiny").glob(".*.new"))
    with socket.socket() as probe:
        assert probe.connect_ex((HERE, command.port)) != 0


@pytest.mark.skipif(os.name != "posix", reason="Windows sends Ctrl-C to everything in the window, pytest too")
def test_what_changed_in_between_is_built_when_it_starts_whatever_its_time(command, data, tmp_path):
    """A file copied into the folder keeps the time it had elsewhere."""
    command.wait_for("load the page again")
    assert command.interrupt() == 0
    hours = data / "raw" / "tiny" / "hours.csv"
    hours.write_text(hours.read_text(encoding="utf-8").replace("01T05:00,10,9,1", "01T05:00,10,8,2"), encoding="utf-8")
    os.utime(hours, ns=(1, 10**18))
    for news in ("load the page again", "the pages shown are as they should be"):
        again = Command(tmp_path)
        again.wait_for("looking whether anything has changed since the review was built")
        assert again.wait_for("done in")[-1].endswith(f"{news}\n")
        assert again.interrupt() == 0
        again.end()
