"""Runs the notebooks and makes the site: the only room that imports papermill and nbconvert."""
