"""Benchmarks beside their peers: the same work, the same run, CPU time and peak memory as ratios."""
