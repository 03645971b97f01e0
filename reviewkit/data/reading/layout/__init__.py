"""Reports that are no plain table, arranged into one: lines sorted out, headings joined, columns turned into rows."""
