"""Loads what the validator would load only when it meets it, which is impossible behind walls."""

import importlib
import pkgutil

PACKAGES = (
    "pyhanko.pdf_utils",
    "pyhanko.sign.diff_analysis",
    "pyhanko.sign.validation",
    "pyhanko.sign.ades",
    "pyhanko_certvalidator",
    "cryptography.hazmat.primitives.asymmetric",
    "asn1crypto",
)
LEAVE = ("fetchers", "aiohttp", "requests", "qualified", "_tests", "crypt.pubkey", "report")


def load_all() -> None:
    """Load every part of the validator that needs nothing further installed."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        for part in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not any(word in part.name for word in LEAVE):
                _load(part.name)


def _load(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError:  # an extra that is not installed here: it is not needed either
        return
