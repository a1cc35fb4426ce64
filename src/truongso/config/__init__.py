"""How an installation is set: the only place that reads the environment."""
