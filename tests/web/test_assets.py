"""What the front-end build hands over, and that its lock file sends nobody anywhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.environment import ROOT
from truongso.web import assets

MANIFEST = {
    "app.ts": {"file": "app-1.js", "css": ["app-2.css"], "imports": ["_shared.js"]},
    "_shared.js": {"file": "shared-3.js", "css": ["app-2.css", "more-4.css"]},
}


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An empty place for built files; what was read before is forgotten, and after again."""
    settings.STATIC_ROOT = tmp_path
    for reader in (assets._manifest, assets._icons):
        reader.cache_clear()
    (tmp_path / "built").mkdir()
    yield tmp_path / "built"
    for reader in (assets._manifest, assets._icons):
        reader.cache_clear()


def test_loads_an_entry_with_its_styles_and_imports_once(built: Path) -> None:
    (built / "manifest.json").write_text(json.dumps(MANIFEST))
    assert assets.tags("app.ts").split("\n") == [
        '<link rel="stylesheet" href="/tinh/built/app-2.css">',
        '<link rel="stylesheet" href="/tinh/built/more-4.css">',
        '<link rel="modulepreload" href="/tinh/built/shared-3.js">',
        '<script type="module" src="/tinh/built/app-1.js"></script>',
    ]
    assert assets.asset("app.ts") == "/tinh/built/app-1.js"


def test_draws_icons_for_the_eye_only(built: Path) -> None:
    (built / "icons.json").write_text(json.dumps({"bell": '<path d="M1 1"/>'}))
    assert '<path d="M1 1"/>' in assets.icon("bell")
    assert 'aria-hidden="true"' in assets.icon("bell")


def test_pages_do_without_what_was_not_built(built: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert assets.tags("app.ts") == ""
    assert assets.asset("app.ts") == ""
    assert "has not been built" in caplog.text


def test_lock_file_holds_fingerprints_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in entry for name, entry in packages.items() if name)


def test_serves_the_offline_worker_to_anybody_from_where_it_works(built: Path) -> None:
    manifest = {"pages/offline-worker.ts": {"file": "offline-worker-7.js"}}
    (built / "manifest.json").write_text(json.dumps(manifest))
    (built / "offline-worker-7.js").write_text("self.works = true")
    answer = Client().get("/so-diem/ngoai-tuyen.js")
    assert answer.content == b"self.works = true"
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"


def test_serves_an_empty_worker_where_nothing_was_built(built: Path) -> None:
    assert Client().get("/so-diem/ngoai-tuyen.js").content == b""
