"""The habits that keep the repository clean hold what they promise."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import dlutils
from dlutils import messages

ROOT = Path(__file__).resolve().parents[1]


def git(*words: str, cwd: Path = ROOT) -> str:
    """Run git and return what it prints."""
    return subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("path", ["work/a/a.ipynb", "submitted/x/y.txt", "gradebook.db", "grades.csv", "course.secret"])
def test_peoples_data_cannot_be_committed(tmp_path, path):
    """The pre-commit hooks refuse a learner's work, submissions, gradebooks, CSV files and secrets, even if forced."""
    shutil.copy(ROOT / ".pre-commit-config.yaml", tmp_path)
    git("init", "--quiet", cwd=tmp_path)
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("data of a person", encoding="utf-8")
    git("add", "--force", path, ".pre-commit-config.yaml", cwd=tmp_path)
    command = [sys.executable, "-m", "pre_commit", "run", "people"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert path in run.stdout


def test_git_ignores_peoples_folders():
    """Git does not even see the folders in which people's own files lie."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    folders = [
        "work",
        "submitted",
        "submitted-attempts",
        "unmatched",
        "set-aside",
        "autograded",
        "feedback",
        "report",
        ".dlcourse",
    ]
    for path in (*(f"{folder}/x" for folder in folders), "gradebook.db"):
        run = subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT, check=False)
        assert run.returncode == 0, path


def test_pins_are_complete_and_name_no_index():
    """Every pin has an exact version and a hash, and no line names an index or an address."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^(\S+)==(\S+)", text, flags=re.MULTILINE)
    assert len(pins) > 100
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))
    assert "://" not in text
    assert "index" not in text.lower().replace("imagesize", "")


def test_notebooks_hold_no_outputs():
    """No committed notebook of the book or the solutions holds an output."""
    for path in [*ROOT.glob("book/**/*.ipynb"), *ROOT.glob("solutions/**/*.ipynb")]:
        for cell in nbformat.read(path, as_version=4).cells:
            assert not cell.get("outputs"), path


def test_every_message_key_exists():
    """Every key that the code asks the catalogue for is there, and every known mistake has both of its texts."""
    package = Path(dlutils.__file__).parent
    for path in package.rglob("*.py"):
        for key in re.findall(r'message\("([a-z_.-]+)"', path.read_text(encoding="utf-8")):
            assert isinstance(messages.entry(key), str), (path, key)


def test_version_is_the_same_everywhere():
    """The package, its metadata and the citation name one version."""
    assert f'version = "{dlutils.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"version: {dlutils.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_readme_names_every_command_of_dlcourse():
    """The README shows every command of dlcourse, or the Makefile runs it."""
    from dlutils.grading.cli import main

    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"dlcourse {name}" in text
