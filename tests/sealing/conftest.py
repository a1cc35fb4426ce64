"""Keys for the tests of signing, made once for the whole run."""

from tests.seal.conftest import quick_keys

__all__ = ["quick_keys"]
