"""How charts are drawn: every text measured and placed before any browser sees it."""
