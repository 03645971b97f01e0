"""What the tests share: real data beside the checkout, a real browser, Exampleshire built once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # several workers share the cores; read when numpy is loaded
os.environ["MPLBACKEND"] = "agg"
os.environ.pop("REVIEWKIT_DATA", None)

import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
UNDER_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if UNDER_CI else "here")

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
BROWSER_PLACES = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
BROWSER_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Under CI a skipped test is a failed one."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Under CI a module that skips itself is a failed one."""
    return _refuse_skip((yield))


def _refuse_skip(report):
    if UNDER_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may skip under CI: {reason}"
    return report


def find_browser() -> str | None:
    """Return the path of a Chrome, Chromium or Edge on this computer, or None."""
    named = (shutil.which(name) for name in BROWSERS)
    return next((path for path in (*named, *BROWSER_PLACES) if path and Path(path).is_file()), None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files made by others, beside the checkout: read, never changed, never copied into the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no ../shared/data beside this checkout")
    return folder


@pytest.fixture(scope="session")
def browser():
    """Any Chrome, Chromium or Edge, without a window, through playwright."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chrome, Chromium or Edge found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=path, args=list(BROWSER_OPTIONS))
        yield program
        program.close()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory) -> Path:
    """The run's temporary folder, the same for every worker of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def exampleshire_data(run_folder) -> Path:
    """A data folder (for ``--data``) with a copy of Exampleshire as received. All workers share it: only read."""
    folder = run_folder / "data"
    with FileLock(folder.with_name("data.lock")):
        raw = folder / "raw" / "exampleshire"
        if not raw.is_dir():
            part = folder / "part"
            shutil.copytree(ROOT / "data" / "raw" / "exampleshire", part)
            raw.parent.mkdir()
            part.rename(raw)
    return folder


@pytest.fixture(scope="session")
def exampleshire_site(run_folder, exampleshire_data) -> Path:
    """The folder of Exampleshire's pages, built once through the command line and shared by all workers."""
    outputs = run_folder / "outputs"
    log = outputs.with_name("build.log")
    with FileLock(outputs.with_name("build.lock")):
        if not log.exists():
            command = [sys.executable, "-m", "reviewkit", "build", "exampleshire"]
            places = ["--data", str(exampleshire_data), "--outputs", str(outputs)]
            done = subprocess.run([*command, *places], cwd=ROOT, capture_output=True, text=True, check=False)
            log.write_text(f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}", encoding="utf-8")
    told = log.read_text(encoding="utf-8")
    assert told.startswith("exit code 0\n"), told
    (front,) = outputs.glob("exampleshire/*/index.html")
    return front.parent


@pytest.fixture
def open_force(tmp_path, monkeypatch):
    """Open the review of a force whose force.toml and files the test draws: ``open_force(toml, {name: text})``.

    A path instead of a text is copied as received.
    """
    from reviewkit.data.review import open_review

    def opened(toml: str, files: dict[str, str | Path], *, slug: str = "testshire", **period):
        folder = tmp_path / "data" / "raw" / slug
        folder.mkdir(parents=True)
        (folder / "force.toml").write_text(toml, encoding="utf-8")
        for name, content in files.items():
            if isinstance(content, Path):
                shutil.copyfile(content, folder / name)
            else:
                (folder / name).write_text(content, encoding="utf-8", newline="\n")
        monkeypatch.setenv("REVIEWKIT_DATA", str(tmp_path / "data"))
        return open_review(slug, **period)

    return opened
