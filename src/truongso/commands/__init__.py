"""The console script: serve, worker, migrate, demo, check, audit, backup, restore."""
