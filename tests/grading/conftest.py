"""A sandbox for the tests that run strangers' code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dlutils.grading.course import Course
from dlutils.grading.generated import write_package
from dlutils.grading.sandbox import Sandbox, SandboxError
from tests.grading.example_class import NAME, ROOT


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Return a sandbox for logistic-regression; skip, saying so, where there is none."""
    folder = tmp_path_factory.mktemp("package")
    for path in (folder, *folder.parents[:2]):  # pytest lets nobody else into its folders
        path.chmod(0o755)
    write_package(Course.find(Path(ROOT)), NAME, folder)
    try:
        started = Sandbox(folder)
    except SandboxError as error:
        pytest.skip(f"no sandbox: {error}")
    yield started
    started.close()
