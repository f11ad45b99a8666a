"""Where things lie: the course's folders, its assignments, and nbgrader's configuration for them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import dlutils
from dlutils.grading.errors import CourseError

CONFIG = "nbgrader_config.py"
# Where notebooks are. Learners may have a copy of the course without the first.
FOLDERS = ("solutions", "assignments")
# The order in which a learner takes the assignments; others follow by name.
ORDER = (
    "logistic-regression",
    "activations",
    "shallow-network",
    "initialization",
    "deep-forward",
    "gradient-checking",
    "deep-backward",
    "hyperparameters",
)


@dataclass(frozen=True)
class Course:
    """A checkout of the course, and the folder that holds its students' files.

    Attributes
    ----------
    root : Path
        The folder with nbgrader_config.py, assignments/ and, if it is not a copy for learners, solutions/.
    data : Path
        The folder with gradebook.db, autograded/ and feedback/; usually the same.
    """

    root: Path
    data: Path

    @classmethod
    def find(cls, start: Path | None = None, data: Path | None = None) -> Course:
        """Return the course that a folder belongs to.

        Parameters
        ----------
        start : Path, optional
            Where to look, upwards; by default the current folder.
        data : Path, optional
            Where the students' files are, if not in the course's own folder.

        Raises
        ------
        CourseError
            If no folder above holds nbgrader_config.py and one of solutions/ and assignments/.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / CONFIG).is_file() and any((folder / part).is_dir() for part in FOLDERS):
                return cls(folder, data.resolve() if data else folder)
        raise CourseError(
            f"{here} must lie in a course (a folder with {CONFIG} and solutions/ or assignments/). "
            "Change to its folder first."
        )

    @property
    def assignments(self) -> list[str]:
        """The names of all assignments, solved or released, in the order in which a learner takes them."""
        found = (path for part in FOLDERS for path in self.root.glob(f"{part}/*/*.ipynb"))
        names = {path.stem for path in found if path.stem == path.parent.name}
        return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))

    def require(self, name: str) -> str:
        """Return the name if there is such an assignment, raise CourseError if not."""
        if name not in self.assignments:
            like = get_close_matches(name, self.assignments, 1)
            meant = f" Did you mean {like[0]}?" if like else ""
            raise CourseError(f"assignment must be one of {', '.join(self.assignments)}; got {name}.{meant}")
        return name

    def solution(self, name: str) -> Path:
        """Return the path of an assignment's source notebook.

        Raises
        ------
        CourseError
            If the assignment is released here, but its source is not here.
        """
        if self.released(name).is_file() and not self.has_solution(name):
            raise CourseError(f"this copy of the course is without solutions/{name}. Use one that has it.")
        return self._source(name)

    def has_solution(self, name: str) -> bool:
        """Whether an assignment's source notebook is here."""
        return self._source(name).is_file()

    def _source(self, name: str) -> Path:
        return self.root / "solutions" / name / f"{name}.ipynb"

    def state(self, name: str, student: str) -> Path:
        """Return the path of the file that remembers what was graded of a submission, and how."""
        return self.data / ".dlcourse" / name / f"{student}.json"

    def remembered(self, name: str, student: str) -> dict[str, Any]:
        """Return what that file says; nothing where it cannot be read."""
        try:
            found = json.loads(self.state(name, student).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def released(self, name: str) -> Path:
        """Return the path of an assignment's released notebook."""
        return self.root / "assignments" / name / f"{name}.ipynb"

    @property
    def submitted(self) -> Path:
        """The folder of the submissions: STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb."""
        return self.data / "submitted"

    @property
    def database(self) -> str:
        """The address of the gradebook."""
        return f"sqlite:///{self.data / 'gradebook.db'}"

    def config(self, **directories: Path) -> Any:
        """Return nbgrader's configuration: that of the course, with absolute folders.

        `directories` replaces single folders, such as ``submitted_directory``.
        """
        from traitlets.config.loader import PyFileConfigLoader

        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        folders = {
            "source_directory": self.root / "solutions",
            "release_directory": self.root / "assignments",
            "submitted_directory": self.submitted,
            "autograded_directory": self.data / "autograded",
            "feedback_directory": self.data / "feedback",
            **directories,
        }
        config.CourseDirectory.update({key: str(path) for key, path in folders.items()})
        config.CourseDirectory.root = str(self.data)
        config.CourseDirectory.db_url = self.database
        return config

    def digest(self, name: str) -> str:
        """Return a hash of all that a grade depends on but the submission."""
        package = Path(dlutils.__file__).parent
        files = [self.solution(name), self.released(name), self.root / CONFIG]
        files += sorted(p for p in package.rglob("*") if p.suffix in {".py", ".toml", ".h5"})
        found = hashlib.sha256()
        for path in files:
            found.update(path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b"") + b"\0")
        return found.hexdigest()
