"""The parts of the demand section: what has come, what may come, and how far such a forecast can be trusted."""
