"""Every blank assignment in a real JupyterLab, in a real browser: the first task solved wrongly, then rightly.

With ``SCREENSHOTS=folder`` the pictures of the messages are kept there.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from dlutils.checks import load
from dlutils.grading.course import Course
from tests.grading.example_class import ROOT
from tests.jupyter_server import jupyterlab

COURSE = Course.find(ROOT)
WRONG = "return 'no idea'"  # what the first task of every assignment must refuse in words


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    """Start JupyterLab on this machine over a folder with all blank assignments; yield address and folder."""
    folder = tmp_path_factory.mktemp("lab")
    for name in COURSE.assignments:
        shutil.copy(COURSE.released(name), folder)
    # All cells in the page, also those out of sight; and no news from elsewhere.
    settings = folder / "settings" / "@jupyterlab"
    (settings / "notebook-extension").mkdir(parents=True)
    (settings / "notebook-extension" / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    (settings / "apputils-extension").mkdir()
    (settings / "apputils-extension" / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}'
    )
    with jupyterlab(folder, folder, f"--ServerApp.root_dir={folder}") as address:
        yield address, folder


def _wait_for_kernel(page):
    """Return when the kernel waits for code.

    Its name alone does not say so: it is shown while the kernel is still being started, and a cell that is run by then
    is quietly not run.
    """
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)  # in the bar at the foot of the window


def run(page, cell, source=None):
    """Run a cell of the open notebook, after its text was replaced by another, if one is given."""
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").first.click()
    if source is not None:
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.insert_text(source)
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    page.keyboard.press("Control+Enter")
    # The prompt is [*] while it runs, and a new number afterwards.
    for _ in range(900):
        now = prompt.inner_text()
        if now != before and re.search(r"\d", now):
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("the cell did not end within 90 s")
    page.wait_for_timeout(200)  # the last output may come after the number
    return cell.locator(".jp-OutputArea").inner_text() if cell.locator(".jp-OutputArea-output").count() else ""


def with_body(source, body):
    """Return a released cell, its `raise NotImplementedError()` and the comment above it replaced by other lines."""
    indent = re.search(r"( *)raise NotImplementedError\(\)", source)[1]
    lines = "\n".join(indent + line for line in body.splitlines())
    return re.sub(r" *# Your code here\n *raise NotImplementedError\(\)", lambda _: lines, source)


def solution_of(name, grade_id):
    """Return the lines between the marks of a solution cell."""
    for cell in nbformat.read(COURSE.solution(name), as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            body = re.search(r"### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION", cell.source, re.DOTALL)[1]
            indent = len(body) - len(body.lstrip())
            return "\n".join(line[indent:] for line in body.splitlines())
    raise AssertionError(grade_id)


@pytest.mark.parametrize("name", COURSE.assignments)
def test_first_task(lab, browser, name):
    """In JupyterLab the first task, wrong, gets a message in words and no points; right, all that it is worth."""
    address, folder = lab
    cells = nbformat.read(folder / f"{name}.ipynb", as_version=4).cells
    own = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells]
    task = next(task for task in load(name).tasks if task in own)
    answer, grade = own.index(task), own.index(f"grade-{task}")
    check = next(i for i in range(answer + 1, grade) if cells[i].source.startswith("check("))
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    try:
        page.goto(f"{address}/lab/tree/{name}.ipynb?reset", timeout=60_000)
        shown = page.locator(".jp-Notebook .jp-Cell")
        shown.nth(len(cells) - 1).wait_for(state="attached", timeout=60_000)
        _wait_for_kernel(page)
        for i in range(answer):
            if cells[i].cell_type == "code":
                assert "Error" not in run(page, shown.nth(i))
        run(page, shown.nth(answer))
        assert "Not written yet" in run(page, shown.nth(check))
        for body, right in ((WRONG, False), (solution_of(name, task), True)):
            run(page, shown.nth(answer), with_body(cells[answer].source, body))
            told = run(page, shown.nth(check))
            points = run(page, shown.nth(grade))
            _keep(page, shown.nth(check), f"{name}-{'right' if right else 'wrong'}")
            assert "Traceback" not in told + points
            worth = load(name).tasks[task].points
            assert f"{worth if right else 0:g} of {worth:g} points" in points
            head = told.partition("\n")[0]
            assert (head.endswith("is right.") or "all parts are right" in head) is right
    finally:
        page.close()


def test_all_cells_run_although_nothing_is_solved(lab, browser):
    """Run All Cells passes every graded cell that earns nothing, and ends with the sum of the points."""
    address, _ = lab
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    try:
        page.goto(f"{address}/lab/tree/activations.ipynb?reset", timeout=60_000)
        _wait_for_kernel(page)
        page.locator(".lm-MenuBar-item", has_text="Run").first.click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.get_by_text("Together: 0 of").last.wait_for(state="attached", timeout=90_000)
    finally:
        page.close()


def _keep(page, cell, name):
    """Keep a screenshot, if one is asked for."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        cell.scroll_into_view_if_needed()
        page.screenshot(path=Path(folder) / f"{name}.png")
