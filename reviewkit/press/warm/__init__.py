"""Processes that have everything imported already, and run what they are told.

On one side stands the build: :mod:`pool` starts processes and hands out tasks; it imports nothing heavy. On the other
stands :mod:`worker`, which imports everything once and then, for each task, forks a child that begins with clean state
(Linux), or does the task itself and looks for state left behind (:mod:`leaks`; elsewhere, since a fork is not safe
there). What a task is, :mod:`tasks` says. Results are files, written aside and renamed.
"""
