"""Raw files in, checked tidy tables out."""
