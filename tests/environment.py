"""The environment of a test run, set before Django reads it: a database and files of its own."""

import os
import sys
from pathlib import Path

from truongso.commands.cluster import Cluster, running

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "tests"
os.environ["DATA_DIR"] = str(CACHE)
os.environ["TRUONGSO_TRYING_OUT"] = "1"
for name in ("DATABASE_URL", "TRUONGSO_TLS", "TRUONGSO_HOSTS", "TRUONGSO_CLOCK_SHIFT"):
    os.environ.pop(name, None)
# Programs are started hundreds of times: compiled once, each starts in half the time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

CLUSTER: Cluster = running(CACHE)
