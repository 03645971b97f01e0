"""Files nobody has described yet: what they seem to hold, written down as a ``force.toml`` with every guess marked."""
