"""The environment of a test run, set before Django reads it: a database and files of its own."""

import os
from pathlib import Path

from truongso.commands.cluster import Cluster, running

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "tests"
os.environ["DATA_DIR"] = str(CACHE)
os.environ["TRUONGSO_TRYING_OUT"] = "1"
for name in ("DATABASE_URL", "TRUONGSO_TLS", "TRUONGSO_HOSTS", "TRUONGSO_CLOCK_SHIFT"):
    os.environ.pop(name, None)

CLUSTER: Cluster = running(CACHE)
