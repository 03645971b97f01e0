"""What is declared: a force in its force.toml, a table in its schema."""
