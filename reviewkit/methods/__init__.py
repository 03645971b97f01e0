"""Pure rules on numbers and arrays: no files, no plots, no tables of ours."""
