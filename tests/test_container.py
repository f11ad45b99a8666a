"""The container: what its two files name is there, and they agree with each other and with the package."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Containerfile, each as its word and the rest, with its lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    pairs = (line.split(maxsplit=1) for line in joined.splitlines())
    return [(word.upper(), re.sub(r"\s+", " ", rest)) for word, rest in pairs]


def values(text: str, word: str) -> list[str]:
    """Return what follows a word, instruction by instruction."""
    return [rest for found, rest in instructions(text) if found == word]


def faults(containerfile: str, compose: str) -> list[str]:
    """Return where the two files disagree with the folder, with the package, or with each other."""
    found = []
    copied = [path for rest in values(containerfile, "COPY") for path in shlex.split(rest)[:-1]]
    found += [f"{path} is not in the course" for path in copied if not (ROOT / path).exists()]
    if "requirements.lock" not in copied or "--require-hashes" not in containerfile:
        found.append("what is installed is not what requirements.lock pins")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    if values(containerfile, "FROM") != [f"python:{oldest}-slim"]:
        found.append(f"its Python is not {oldest}, the oldest that the package allows")
    for path in (project["readme"], *project["license-files"], "dlutils"):
        if path not in copied:
            found.append(f"{path} is needed to install the package, and is not copied")
    installing = " ".join(values(containerfile, "RUN"))
    folder = Path(*re.findall(r"-m venv (\S+)", installing))
    if Path("/usr") in folder.parents or f"PATH={folder}/bin:$PATH" not in values(containerfile, "ENV"):
        found.append("the packages are not where learners' code cannot see them, or are not on PATH")
    service = yaml.safe_load(compose)["services"]["course"]
    if not (ROOT / service["build"]["dockerfile"]).is_file():
        found.append("the file to build from is not there")
    declared = {argument.partition("=")[0] for argument in values(containerfile, "ARG")}
    found += [f"{name} is no argument of the build" for name in service["build"]["args"].keys() - declared]
    if values(containerfile, "USER")[-1:] != ["$COURSE_UID"]:
        found.append("the last user is not the one of whom the build is told")
    mounted = [volume.partition(":")[2] for volume in service["volumes"] if volume.startswith(".:")]
    installed = re.findall(r"--editable (\S+)", installing)
    if not mounted == installed == values(containerfile, "WORKDIR") == [service["working_dir"]]:
        found.append("the package is not used from where the course's folder is mounted")
    return found


def schema_errors(path: Path) -> str:
    """Return what the schema of the Compose specification, as it comes with the checker, says against a file."""
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    run = subprocess.run(words, capture_output=True, text=True, timeout=60)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def test_the_files_agree():
    """What is copied exists, the Python is the package's, the lock is installed, and the folders are the same."""
    assert faults(CONTAINERFILE, COMPOSE) == []


PLANTED = {
    "COPY dlutils ./dlutils": ("COPY dlutil ./dlutils", "dlutil is not in the course"),
    "COPY pyproject.toml README.md": ("COPY pyproject.toml", "README.md is needed to install the package"),
    "COPY requirements.lock": ("COPY requirements.txt", "requirements.txt is not in the course"),
    "--require-hashes ": ("", "not what requirements.lock pins"),
    "FROM python:3.11-slim": ("FROM python:3.12-slim", "its Python is not 3.11"),
    "-m venv /opt/course": ("-m venv /usr/local/course", "where learners' code cannot see them"),
    "PATH=/opt/course/bin:$PATH": ("PATH=/opt/bin:$PATH", "where learners' code cannot see them"),
    "ARG COURSE_UID=1000": ("ARG OTHER=1000", "COURSE_UID is no argument of the build"),
    "USER $COURSE_UID": ("USER root", "the last user is not the one"),
    "--editable /course": ("/course", "not used from where the course's folder is mounted"),
    ".:/course": (".:/elsewhere", "not used from where the course's folder is mounted"),
    "dockerfile: Containerfile": ("dockerfile: Dockerfile", "the file to build from is not there"),
}


@pytest.mark.parametrize("right", PLANTED)
def test_a_disagreement_is_found(right):
    """Each line of the two files that another file depends on is missed when it says something else."""
    wrong, fault = PLANTED[right]
    assert (right in CONTAINERFILE) != (right in COMPOSE)
    assert fault in "\n".join(faults(CONTAINERFILE.replace(right, wrong), COMPOSE.replace(right, wrong)))


def test_compose_keeps_to_the_specification(tmp_path):
    """The schema of the Compose specification has nothing against compose.yaml, and notices a word that it has not."""
    assert schema_errors(ROOT / "compose.yaml") == ""
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.replace("read_only:", "read_onyl:"), encoding="utf-8")
    assert "read_onyl" in schema_errors(wrong)


def test_the_container_has_no_more_rights_than_the_sandbox_needs():
    """No network, no capability, a root that cannot be written; three locks are off for bubblewrap, and no other."""
    service = yaml.safe_load(COMPOSE)["services"]["course"]
    assert service["network_mode"] == "none"
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert not {"privileged", "cap_add", "devices", "pid", "ipc"} & service.keys()
    open_locks = {"seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"}
    assert set(service["security_opt"]) == {"no-new-privileges:true", *open_locks}
