"""The way from an empty database to a running school, walked anew and photographed.

    python -m tools.walk_new_school [FOLDER]

Starts servers and a database of its own on the tests' PostgreSQL, walks through the browser, prints
what each part cost, and puts the pictures of the guide's page "Dựng trường mới" into FOLDER.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

from tools.pictures import ARGUMENTS, DESK, ROOT, picture

PICTURES = ROOT / "docs" / "guide" / "pictures-truong-moi"


def main(words: list[str]) -> int:
    """Walk, and take the pictures."""
    import tests.environment  # noqa: F401  (the database of the tests)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongso.config.settings")
    django.setup()
    from tests.browser.house import House
    from tests.browser.new_school_walk import Walk, founded

    folder = Path(words[0]) if words else PICTURES
    folder.mkdir(parents=True, exist_ok=True)

    def camera(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        (folder / f"{name}.webp").write_bytes(picture(page, DESK, "webp"))

    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        house = House(Path(place) / "installation")
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=list(ARGUMENTS),
            env={**os.environ, "LANGUAGE": "vi"},
        )
        try:
            house.open()
            walk = Walk(browser, house.address, camera, lambda line: print(line, flush=True))
            walk.go("nam", founded(house))
        finally:
            browser.close()
            house.close()
    print("\n".join(walk.troubles))
    return 1 if walk.troubles else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
