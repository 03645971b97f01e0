"""Set up reviewkit on this computer: run ``python3 bootstrap.py`` (Windows: ``py bootstrap.py``), without arguments.

Makes ``.venv`` beside this file, with everything in requirements.lock (each file checked against its hash) and the
``reviewkit`` command. Needs Python 3.11 or later and nothing else; uses uv for speed where it is found. A second run
sees that nothing has changed and ends at once and in silence; a run that was interrupted is done again from the start.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "reviewkit-set-up.txt"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = BIN / ("python" + EXE)


class SetUpError(Exception):
    """Something this script cannot put right; the text says what to do."""


def main():
    """Set up unless that is done already; return the exit code."""
    try:
        check_python()
        place, contents = wanted()
        found = STAMP.read_text(encoding="utf-8").splitlines() if whole() else []
        if found == [place, contents]:
            return 0
        say("Setting up reviewkit in .venv (about a minute the first time) ...")
        if found[:1] == [place]:
            STAMP.unlink()  # until the new stamp stands, an interruption means: from the start
        else:
            make_venv()
        install()
        STAMP.write_text(place + "\n" + contents + "\n", encoding="utf-8")
        say("Set up.")
    except SetUpError as error:
        say(f"Cannot set up reviewkit: {error}")
        return 1
    except KeyboardInterrupt:
        say("Interrupted. Run the same command again to finish.")
        return 130
    return 0


def say(text):
    """Print to the error stream: what a command prints is for its reader."""
    print(text, file=sys.stderr, flush=True)


def check_python():
    """Refuse a Python that is too old or incomplete."""
    have = "this is Python {}.{}.{} ({})".format(*sys.version_info[:3], sys.executable)
    if sys.version_info < OLDEST:
        advice = "python3.12 bootstrap.py (with make: make review PYTHON=python3.12; on Windows: py -3.12 bootstrap.py)"
        needed = "version {}.{} or later is needed".format(*OLDEST)
        raise SetUpError(f"{have}; {needed}.\nInstall a newer one and name it, for example: {advice}")
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if "venv" in missing or (missing and uv() is None):
        raise SetUpError(
            "{} and lacks {}.\nOn Debian and Ubuntu: sudo apt install python{}.{}-venv. "
            "Elsewhere install Python from your software centre.".format(
                have, " and ".join(missing), *sys.version_info[:2]
            )
        )


def wanted():
    """Say what a finished set-up looks like: where it stands with which Python, and a hash of what is installed."""
    python = "Python {}.{} {}".format(*sys.version_info[:2], getattr(sys, "base_prefix", sys.prefix))
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        try:
            digest.update((ROOT / name).read_bytes())
        except OSError as error:
            raise SetUpError(f"cannot read {name}: {error.strerror}") from None
    return f"{python} in {ROOT}", digest.hexdigest()


def whole():
    """Whether .venv has its stamp, the command, and a Python that still exists (links are followed)."""
    return all(path.exists() for path in (STAMP, PYTHON, BIN / ("reviewkit" + EXE)))


def uv():
    """Return the path of uv, or None."""
    return shutil.which("uv")


def make_venv():
    """Make an empty .venv, whatever stood there before."""
    if Path(sys.prefix).resolve() == VENV:
        raise SetUpError(".venv has to be made again, and this Python is in it. Close it ('deactivate') and run again.")
    import venv  # here, because a Python without it gets a clear message first

    try:
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=uv() is None).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(
            "cannot make {}: {}\nClose programs that use it (JupyterLab, an editor) and see that the disk has 2 GB "
            "free.".format(VENV, error)
        ) from error


def install():
    """Install what the lock lists, then this project, then compile all of it."""
    options = ["--require-hashes", "--only-binary=:all:", "--requirement", str(ROOT / "requirements.lock")]
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if not install_with_uv(options, project):
        install_with_pip(options, project)
    # Some packages carry files that no Python reads: what compileall says of them is of no use.
    run([str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(ROOT / "reviewkit"), str(VENV)], quiet=True)


def install_with_uv(options, project):
    """Install with uv where there is one; return whether that was done."""
    if uv() is None:
        return False
    command = [uv(), "pip", "install", "--quiet", "--python", str(PYTHON)]
    return all(run([*command, *more]) for more in (options, project))


def install_with_pip(options, project):
    """Install with pip: the way that is always there, and that reads a company's own pip settings."""
    if uv():
        say("uv could not install; trying pip.")
        if not run([str(PYTHON), "-m", "ensurepip", "--default-pip"], quiet=True):
            raise SetUpError("uv could not install, and there is no pip.")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check", "--no-compile"]
    if not all(run([*pip, *more]) for more in (options, project)):
        raise SetUpError(
            "pip could not install the packages; its message stands above. Without access to the internet ask for "
            "a package mirror (pip reads PIP_INDEX_URL), then run the same command again."
        )


def run(command, *, quiet=False):
    """Run a command from the project's folder; return whether it succeeded."""
    output = subprocess.DEVNULL if quiet else sys.stderr
    return subprocess.run(command, cwd=str(ROOT), stdout=output, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
