"""A build on several computers: the same graph, its pages made by the workers of a Dask cluster.

On one side stands the build: :mod:`pool` takes the same tasks as :class:`reviewkit.press.warm.pool.Pool`, gives each
worker one at a time, and gives it to another when a worker is lost. On the other stands :mod:`worker`, which owns one
warm process and has the task done by it. What passes between them is an :class:`errand.Errand` and its
:class:`errand.Reply`; what they must have in common, :mod:`same` says. The site itself is written by the build alone,
so that nothing a lost worker may still do can reach it.
"""
