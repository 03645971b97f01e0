"""Let ``python -m reviewkit`` do what the ``reviewkit`` command does."""

from reviewkit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
