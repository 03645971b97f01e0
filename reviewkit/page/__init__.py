"""How results are shown: charts, tables, sentences, findings."""
