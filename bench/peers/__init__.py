"""The peers of the demand benchmark; ``run.py`` alone runs in their environment."""
