"""A new assignment of one small function that works at once, to be changed into what you want."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template
from typing import Any

import nbformat.v4 as v4
from nbformat import writes

import dlutils
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically

CHECKS = Template('''"""The checks of the assignment `$name`."""

from __future__ import annotations

import numpy as np

from dlutils.checks.compare import Array
from dlutils.checks.notebook import front_end
from dlutils.checks.task import Assignment, Mistake, Part, Task

# A label of the book. Hints send the learner to its equation.
EQUATION = "eq-linear-forward"

ASSIGNMENT = Assignment.of(
    "$name",
    Task(
        name="$function",
        arguments=("x",),
        returns=("an array of the shape of x",),
        points=2,
        equation=EQUATION,
        # The right function. For one that the book explains, import it from dlutils.
        reference=lambda x: x**2,
        # What is compared, and how: Array, Scalar or Numbers. Several parts give partial credit.
        parts=(Part("result", Array()),),
        # Each draws the arguments of one call. The learner's check runs these ...
        cases=(
            lambda rng: (rng.uniform(-3, 3, 4),),
            lambda rng: (rng.uniform(-3, 3, (2, 3)),),
        ),
        # ... and grading runs these as well: other sizes, one element, whole numbers, whatever may go wrong.
        hidden_cases=(
            lambda rng: (rng.uniform(-3, 3, (5, 1)),),
            lambda rng: (rng.integers(-4, 5, 6),),
        ),
        # Wrong versions, and where their hints stand: in $name.toml under [mistake.$function.KEY].
        mistakes=(
            Mistake("$function.doubled", EQUATION, lambda x: 2 * x),
            Mistake("$function.summed", EQUATION, lambda x: np.sum(x**2)),
        ),
    ),
)

check, grade, ready, total = front_end(ASSIGNMENT)
''')

HINTS = Template("""# The known mistakes of one assignment: `points` says where to look, `explains` says what is wrong.

[mistake.$function.doubled]
points = "What does your function give for 3?"
explains = "You have 2 * x. The square is x times x."

[mistake.$function.summed]
points = "How many numbers does your function return?"
explains = "You have their sum. Every number gets its own square."
""")

WELCOME = Template("""# $title

| | |
|---|---|
| **You will build** | one function |
| **You need** | NumPy arrays |
| **Time** | ten minutes |
| **Points** | 2 |

**How to work.** Replace the line that raises `NotImplementedError` with your code, and run the cell.
Then run the cell below it: `check(...)` tells you what is right, and where it goes wrong.
If you are stuck, ask `check(..., hint=True)`: it looks for the mistake and points to it. `hint=2` explains it.""")

TASK = Template("""## 1. The square of every number (2 points)

$$$$y_i = x_i^2$$$$

*Example:* `$function(np.array([1, -2]))` is `[1, 4]`.

*Hint:* `**` works on whole arrays.""")

SOLUTION = Template('''def $function(x):
    """Return the square of every number.

    x: an array of any shape
    Returns an array of the same shape.
    """
    ### BEGIN SOLUTION
    return x**2
    ### END SOLUTION''')

GRADE = Template("""from dlutils.checks.$module import grade

grade("$function", globals())
### BEGIN HIDDEN TESTS
grade("$function", globals(), hidden=True)
### END HIDDEN TESTS""")


def new(course: Course, name: str, function: str) -> list[Path]:
    """Write the three files of a new assignment: its solution, its checks, its hints.

    Parameters
    ----------
    course : Course
        The course.
    name : str
        Lower-case words joined by hyphens, such as ``my-exercise``.
    function : str
        The function that the learner writes.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    CourseError
        If a name is not of this form, or one of the files is there already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise CourseError(f"NAME must be lower-case words joined by hyphens, such as my-exercise; got {name}.")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", function):
        raise CourseError(f"FUNCTION must be a name of Python, such as my_function; got {function}.")
    package = Path(dlutils.__file__).parent
    words = {
        "name": name,
        "function": function,
        "module": name.replace("-", "_"),
        "title": name.replace("-", " ").capitalize(),
    }
    texts = {
        course.solution(name): writes(_notebook(words)) + "\n",
        package / "checks" / f"{words['module']}.py": CHECKS.substitute(words),
        package / "locale" / "en" / f"{name}.toml": HINTS.substitute(words),
    }
    for path in texts:
        if path.exists():
            raise CourseError(f"{path} must not be there yet. Choose another name, or delete it first.")
    for path, text in texts.items():
        write_atomically(path, text)
    return list(texts)


def _notebook(words: dict[str, str]) -> Any:
    """Return the solution: a task, its solution, its check, its graded cell."""
    module, function = words["module"], words["function"]
    cells = [
        _cell("markdown", "welcome", WELCOME.substitute(words)),
        _cell("code", "imports", f"import numpy as np\n\nfrom dlutils.checks.{module} import check", locked=True),
        _cell("markdown", f"task-{function}", TASK.substitute(words)),
        _cell("code", function, SOLUTION.substitute(words), solution=True, locked=False),
        v4.new_code_cell(f"check({function})", id=f"check-{function}"),
        _cell("code", f"grade-{function}", GRADE.substitute(words), grade=True, points=2),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def _cell(kind: str, grade_id: str, source: str, **settings: Any) -> Any:
    """Return a cell with nbgrader's settings; locked and without points, unless they say otherwise."""
    own = {"schema_version": 3, "grade_id": grade_id, "grade": False, "solution": False, "task": False, "locked": True}
    make: Any = v4.new_markdown_cell if kind == "markdown" else v4.new_code_cell
    metadata: dict[str, Any] = {"nbgrader": own | settings}
    if settings.get("grade"):  # so that Run All Cells goes on where there are no points yet
        metadata |= {"tags": ["raises-exception"]}
    return make(source, id=grade_id, metadata=metadata)
