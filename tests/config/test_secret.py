"""The installation's secret key: made once, for its owner only."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from truongso.config.secret import keep_secret_key, secret_key


def test_is_made_once_even_by_two_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep_secret_key, [tmp_path] * 16))
    kept = secret_key(tmp_path)
    assert len(kept) >= 48
    keep_secret_key(tmp_path)
    assert secret_key(tmp_path) == kept
    path = tmp_path / "keys" / "secret.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_is_thrown_away_where_none_is_kept(tmp_path: Path) -> None:
    assert secret_key(tmp_path) != secret_key(tmp_path)
    assert not list(tmp_path.iterdir())
