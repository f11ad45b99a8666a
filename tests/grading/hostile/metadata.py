"""Attacks in the notebook's file: metadata, tags, ids, outputs, and the form of the file itself."""

import copy
from collections.abc import Callable
from typing import Any

from tests.grading.hostile.making import Attack, attack, blank, cell_of, graded_cells, new_cell, right

MECHANISM = "metadata"
Notebook = dict[str, Any]


def _changed(name: str, says: str, change: Callable[[Notebook], object], **more: Any) -> Attack:
    """Return an attack that is the released notebook, with a right sigmoid, changed by a function."""
    notebook = blank()
    cell_of(notebook, "sigmoid")["source"] = right("sigmoid")
    change(notebook)
    return attack(name, MECHANISM, says, notebook=notebook, earned=3, **more)


def _of_graded(change: Callable[[Notebook], object]) -> Callable[[Notebook], object]:
    """Return a function that changes every graded cell but that of the sigmoid."""
    return lambda notebook: [change(cell) for cell in graded_cells(notebook)[1:]]


def _tags(*tags: str) -> Callable[[Notebook], object]:
    return _of_graded(lambda cell: cell["metadata"].update(tags=list(tags)))


def _own(**values: Any) -> Callable[[Notebook], object]:
    return _of_graded(lambda cell: cell["metadata"]["nbgrader"].update(values))


def _pass(cell: Notebook) -> None:
    cell["source"] = "pass"


def _renamed(notebook: Notebook) -> None:
    """Let an added cell with `pass` claim the id of each graded cell, which itself gets another."""
    for cell in graded_cells(notebook)[1:]:
        false = new_cell("pass", identity=f"false-{cell['id']}"[:60], nbgrader=dict(cell["metadata"]["nbgrader"]))
        cell["metadata"]["nbgrader"]["grade_id"] += "-old"
        notebook["cells"].insert(notebook["cells"].index(cell), false)


def _doubled(notebook: Notebook) -> None:
    for cell in graded_cells(notebook)[1:]:
        notebook["cells"].append({**copy.deepcopy(cell), "id": f"two-{cell['id']}"[:60], "source": "pass"})


def _missing(notebook: Notebook) -> None:
    for cell in graded_cells(notebook)[1:]:
        notebook["cells"].remove(cell)


def _exchanged(notebook: Notebook) -> None:
    """Let the sigmoid's graded cell, which earns all points, take the id of the one with most points."""
    one, two = cell_of(notebook, "grade-sigmoid"), cell_of(notebook, "grade-propagate")
    one["metadata"]["nbgrader"], two["metadata"]["nbgrader"] = two["metadata"]["nbgrader"], one["metadata"]["nbgrader"]


def _on_top(notebook: Notebook) -> None:
    """Put the graded cells last, behind a cell that replaces what they import."""
    cells = graded_cells(notebook)[1:]
    fake = "import dlutils.checks.logistic_regression as checks\nchecks.grade = lambda *a, **k: None"
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in cells]
    notebook["cells"] += [new_cell(fake, identity="fake"), *cells]


def _as_markdown(cell: Notebook) -> None:
    cell["cell_type"] = "markdown"
    cell.pop("outputs", None)
    cell.pop("execution_count", None)


def _result(cell: Notebook) -> None:
    shown = {"output_type": "execute_result", "data": {"text/plain": "30"}, "metadata": {}, "execution_count": 1}
    cell["outputs"], cell["metadata"]["tags"] = [shown], ["skip-execution"]


def _attachments(notebook: Notebook) -> None:
    page = {"image/svg+xml": ["PHN2ZyBvbmxvYWQ9IndpbmRvdy5fX3Jhbj0xIi8+"], "../../../mallory": {"text/html": "x"}}
    notebook["cells"].insert(
        0, {**new_cell("![](attachment:a.svg)", "markdown", "pictures"), "attachments": {"a.svg": page}}
    )


def _large(notebook: Notebook) -> None:
    deep: Any = 1
    for _ in range(400):
        deep = [deep]
    notebook["metadata"] |= {"deep": deep, "long": "x" * 3_000_000, "widgets": {"state": {"a": {"model_name": "<b>"}}}}
    for cell in notebook["cells"]:
        cell["id"] = "same"


def _kernel(notebook: Notebook) -> None:
    program = {"name": "bash", "display_name": "Bash", "language": "bash", "argv": ["/bin/true"], "env": {"A": "1"}}
    notebook["metadata"] = {"kernelspec": program, "language_info": {"name": "bash"}, "jupytext": {"x": 1}}


ATTACKS = [
    _changed("tag-skip-execution", "Graded cells have a tag by which they are not run.", _tags("skip-execution")),
    _changed(
        "tags-of-others",
        "Graded cells have tags of other tools, that hide, remove or allow.",
        _tags("remove_cell", "remove-cell", "hide-output", "nbgrader-skip", "parameters", "raises-exception"),
    ),
    _changed("points-a-thousand", "Each graded cell says that it gives a thousand points.", _own(points=1000)),
    _changed("points-negative", "Points are negative, or no numbers.", _own(points=-10, max_score="nan")),
    _changed("grade-false", "The graded cells say that they are none.", _own(grade=False)),
    _changed("solution-swapped", "The graded cells say that they are the learner's answers.", _own(solution=True)),
    _changed(
        "not-locked",
        "Graded cells say that they are not locked, and hold `pass`.",
        lambda n: (_own(locked=False)(n), _of_graded(_pass)(n)),
    ),
    _changed("tasks", "Graded cells say that they are tasks, which people grade.", _own(task=True)),
    _changed(
        "checksum-forged",
        "Graded cells hold `pass`, and checksums of their own.",
        lambda n: (_own(checksum="0" * 32)(n), _of_graded(_pass)(n)),
    ),
    _changed("as-markdown", "The graded cells are text.", _of_graded(_as_markdown)),
    _changed("graded-cells-claimed", "Added cells with `pass` claim to be the graded ones.", _renamed),
    _changed("graded-cells-doubled", "Each graded cell is there twice, the second time with `pass`.", _doubled),
    _changed("graded-cells-missing", "The graded cells are not there.", _missing),
    _changed("graded-cells-exchanged", "Two graded cells have each other's metadata.", _exchanged),
    _changed("graded-cells-behind", "The graded cells stand last, behind a cell that replaces grade.", _on_top),
    _changed(
        "results-brought-along",
        "The graded cells bring along their results, and are not to be run.",
        _of_graded(_result),
    ),
    _changed("schema-of-tomorrow", "The metadata have a version that there will be some day.", _own(schema_version=99)),
    _changed("schema-of-yesterday", "The metadata have a version that there is no more.", _own(schema_version=1)),
    _changed(
        "schema-of-no-kind", "The version is a text, and the id a list.", _own(schema_version="3", grade_id=["a"])
    ),
    _changed("attachments", "A cell has attachments that run a script, or lie elsewhere.", _attachments),
    _changed("large-and-deep", "The metadata are deep and large, and all cells have one id.", _large),
    _changed("kernel-of-its-own", "The notebook names a kernel of another kind.", _kernel),
    _changed(
        "version-of-tomorrow", "The file says that it has format 9.9.", lambda n: n.update(nbformat=9, nbformat_minor=9)
    ),
]
