"""A built review shown on this computer: who answers a browser, what is watched, how it is built again."""
