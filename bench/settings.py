"""The program's own settings, and what only the bench adds: static files of its own, a pool."""

import os
from typing import Any

from truongso.config import settings as product

globals().update({name: getattr(product, name) for name in dir(product) if name.isupper()})

WHITENOISE_ROOT = product.DATA_DIR / "same-bytes"
WAY = os.environ.get("BENCH_CONNECTIONS", "kept")
"""How a request comes to its connection: "kept" (the product's), "pool" or "new"."""

_default: dict[str, Any] = product.DATABASES["default"]
if WAY == "pool":
    _default["CONN_MAX_AGE"] = 0
    _default["OPTIONS"]["pool"] = {"min_size": 4, "max_size": 4, "timeout": 10}
elif WAY == "new":
    _default["CONN_MAX_AGE"] = 0
