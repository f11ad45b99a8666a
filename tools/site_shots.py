"""Take pictures of the built site: python tools/site_shots.py OUTPUT_FOLDER [PAGE ...].

A page is a path within the site, such as book/intro.html. Each is taken in light and in dark, 1280 and 390 pixels wide.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from dlutils.grading.site import BROWSERS, find_browser

ROOT = Path(__file__).parents[1]
WIDTHS_PX = (1280, 390)


def take(browser_path: str, site: Path, pages: list[str], output: Path, whole: bool) -> None:
    """Write one PNG for each page, theme and width into `output`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for theme in ("light", "dark"):
            for width in WIDTHS_PX:
                view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
                for page in pages:
                    view.goto((site / page).as_uri())
                    name = f"{Path(page).stem}-{theme}-{width}.png"
                    view.screenshot(path=output / name, full_page=whole)
                    print(output / name)
        browser.close()


def main() -> int:
    """Read the command line and take the pictures; return an exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="folder for the pictures; made if it does not exist")
    parser.add_argument("page", nargs="*", default=["book/intro.html"])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html", help="folder of the built site")
    parser.add_argument("--whole", action="store_true", help="the whole page, not only its first screen")
    arguments = parser.parse_args()
    browser = find_browser()
    if browser is None:
        print(f"a browser must be on PATH ({', '.join(BROWSERS)}); got none. Install Chromium.", file=sys.stderr)
        return 3
    missing = [page for page in arguments.page if not (arguments.site / page).exists()]
    if missing:
        print(f"pages must be built; got no {', '.join(missing)}. Run jupyter-book build .", file=sys.stderr)
        return 2
    arguments.output.mkdir(parents=True, exist_ok=True)
    take(browser, arguments.site.resolve(), arguments.page, arguments.output, arguments.whole)
    return 0


if __name__ == "__main__":
    sys.exit(main())
