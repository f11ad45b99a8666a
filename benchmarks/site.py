"""Measure the built site: how heavy its pages are, what Lighthouse says of them, how long a build takes.

    python benchmarks/site.py            about ten minutes on two cores; let nothing else run
    python benchmarks/site.py --quick    without the builds, to stdout

Writes its section of RESULTS.md. Lighthouse is not a part of the course; it is looked for on PATH and in
_build/lighthouse, where `npm install --prefix _build/lighthouse lighthouse@12` puts it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.progress import track
from sections import write

from dlutils.grading.site import PACKED, find_browser, server

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
CATEGORIES = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LIMIT_KB = 400
RUNS = 5  # of Lighthouse, of which the median is told
ERR = Console(stderr=True)


def chapters() -> list[Path]:
    """Return the pages that somebody wrote."""
    return sorted((SITE / "book").rglob("*.html"))


def weigh(address: str, browser_path: str) -> tuple[dict[str, tuple[float, int]], set[str]]:
    """Return for each page the kB that a first visit moves, packed, with its requests; and the hosts asked."""
    found, hosts = {}, set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for path in track(chapters(), "weight", console=ERR):
            name = path.relative_to(SITE).as_posix()
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()  # nothing is cached yet
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(f"{address}/{name}", wait_until="networkidle")
            for step in range(40):  # pictures are fetched when they come near
                page.evaluate("(step) => window.scrollTo(0, document.body.scrollHeight * step / 40)", step + 1)
                page.wait_for_timeout(20)
            page.wait_for_load_state("networkidle")
            hosts |= {urlsplit(url).netloc for url in asked if not url.startswith("data:")}
            files = {urlsplit(url).path for url in asked if url.startswith(address)}
            found[name] = (sum(size(SITE / file.lstrip("/")) for file in files) / 1000, len(files))
            page.context.close()
        browser.close()
    return found, hosts


def size(path: Path) -> int:
    """Return how many bytes the server sends for a file."""
    body = path.read_bytes()
    return len(gzip.compress(body)) if path.suffix in PACKED else len(body)


def lighthouse_program() -> str | None:
    """Return the path of Lighthouse, or None where it is not installed."""
    local = ROOT / "_build" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
    return str(local) if local.exists() else shutil.which("lighthouse")


def audit(program: str, url: str, browser_path: str) -> dict[str, float]:
    """Return the scores of a page on a phone (Lighthouse's own: slow 4G, a slow processor), medians of some runs."""
    scores: dict[str, list[float]] = {}
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "report.json"
            command = [program, url, "--quiet", "--output=json", f"--output-path={output}"]
            command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"]
            subprocess.run(command, check=True, capture_output=True, env=os.environ | {"CHROME_PATH": browser_path})
            report = json.loads(output.read_text("utf-8"))
        for name in CATEGORIES:
            scores.setdefault(name, []).append(100 * report["categories"][name]["score"])
        for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time"):
            scores.setdefault(name, []).append(report["audits"][name]["numericValue"])
    return {name: median(values) for name, values in scores.items()}


def three_pages() -> dict[str, str]:
    """Return the landing page, and those with the most equations and the most pictures."""
    counts = {}
    for path in chapters():
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        counts[path.relative_to(SITE).as_posix()] = (len(page.select(".katex")), len(page.select("article img")))
    return {
        "landing page": "book/intro.html",
        "most equations": max(counts, key=lambda name: counts[name][0]),
        "most pictures": max(counts, key=lambda name: counts[name][1]),
    }


def builds() -> dict[str, float]:
    """Return the seconds of a cold build, one with nothing changed, and one after a page's prose changed, in a copy."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "course"
        subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
        page = copy / "book" / "programming-basics" / "vectorization.md"
        for name in ("cold", "nothing changed", "one page's prose changed"):
            if name.startswith("one"):
                page.write_text(
                    page.read_text("utf-8").replace("## Summary", "One more sentence.\n\n## Summary"), "utf-8"
                )
            start = time.perf_counter()
            # The package in the copy comes first, as it would if it were installed from there.
            environment = os.environ | {"PYTHONPATH": str(copy)}
            command = [sys.executable, "-m", "dlutils.grading.cli", "build"]
            subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
            seconds[name] = time.perf_counter() - start
    return seconds


def mark(reached: bool) -> str:
    """Return the sign of a target."""
    return "✓" if reached else "✗"


def report(quick: bool) -> str:
    """Measure, and return the section."""
    browser = find_browser()
    if browser is None or not chapters():
        raise SystemExit("the site must be built, and Chromium installed. Run `dlcourse build`, then this again.")
    load = os.getloadavg()[0]
    with server(SITE, 0) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{http.server_port}"
        weights, hosts = weigh(address, browser)
        program, audits = lighthouse_program(), {}
        if program:
            pages = three_pages()
            for what in track(pages, "Lighthouse", console=ERR):
                audits[what] = (pages[what], audit(program, f"{address}/{pages[what]}", browser))
        http.shutdown()
    heaviest = max(weights, key=lambda name: weights[name][0])
    lines = [
        "# How light is the site?",
        "",
        "Written by `python benchmarks/site.py`, on the site served by `dlcourse serve`, whose answers are packed.",
        f"The load of the machine before it was {load:.1f}.",
        "",
        f"- Hosts asked by any page: {len(hosts)} (this machine). {mark(len(hosts) == 1)}",
        f"- Heaviest page, all pictures scrolled into view, nothing cached: {weights[heaviest][0]:.0f} kB, {heaviest} "
        f"(limit {LIMIT_KB} kB) {mark(weights[heaviest][0] <= LIMIT_KB)}",
        f"- Median page: {median(weight for weight, _ in weights.values()):.0f} kB, "
        f"{median(count for _, count in weights.values()):.0f} requests.",
        "",
    ]
    if audits:
        lines += [
            f"Lighthouse on a phone, slow 4G, medians of {RUNS} runs. Times: first text, largest part, blocked.",
            "",
            "| page | performance | accessibility | best practices | SEO | first | largest | blocked |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
        ]
        for what, (name, scores) in audits.items():
            cells = [f"{scores[key]:.0f} {mark(scores[key] >= least)}" for key, least in CATEGORIES.items()]
            cells += [f"{scores[key] / 1000:.1f} s" for key in ("first-contentful-paint", "largest-contentful-paint")]
            lines.append(f"| {what}, {name} | {' | '.join(cells)} | {scores['total-blocking-time']:.0f} ms |")
    else:
        lines.append("Lighthouse is not installed here: not measured.")
    if not quick:
        limits = {"cold": 180, "nothing changed": 5, "one page's prose changed": 8}
        lines += [
            "",
            "Building the whole book, every page run when it is cold:",
            "",
            "| build | s | limit |",
            "|---|--:|--:|",
        ]
        for name, taken in builds().items():
            lines.append(f"| {name} | {taken:.1f} | {limits[name]} {mark(taken <= limits[name])} |")
    return "\n".join(lines)


def main() -> None:
    """Measure the site and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without the builds, to stdout")
    options = parser.parse_args()
    text = report(options.quick)
    if options.quick:
        print(text)
    else:
        write("site", text)


if __name__ == "__main__":
    main()
