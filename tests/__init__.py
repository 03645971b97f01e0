"""The tests. A package in name too, or a folder `tests` that some installed package brings would be found instead."""
