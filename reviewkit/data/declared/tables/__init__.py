"""The tables an officer can supply, one module for each kind."""
