"""One module a section: the questions it answers, named as the report names them."""
