"""The door of a process that runs tasks: ``python -m reviewkit.press.warm fork`` or ``spawn``."""

import sys

from reviewkit.press.warm.worker import main

main(sys.argv[1])
