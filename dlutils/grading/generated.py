"""Writes the package `dlutils` as learners' code finds it in the sandbox: no answers of the assignment, no checks.

A module that holds no answer of any assignment, and imports none that does, is copied as it is. The others are cut:
what the assignment's notebook imports stays, and all that it is made of. The answers, and every function that the
notebook does not need, stay by name and signature alone, and raise an error. What only they need is gone.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

import dlutils
from dlutils.checks import load
from dlutils.checks.task import Assignment
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError, OwnFailure
from dlutils.messages import message

PACKAGE = "dlutils"
# Those two modules of `dlutils.checks` that the code in the sandbox calls learners' functions with, and the tables of
# the catalogue that they speak from.
CALLING = ("codec.py", "call.py")
TABLES = ("plain",)

_SILENT = '''"""What checks are while a notebook is graded: silent. Only graded cells count, and those run elsewhere."""


def check(*_arguments: object, **_options: object) -> None:
    """Say nothing."""


def grade(*_arguments: object, **_options: object) -> None:
    """Give nothing."""


def ready(*_arguments: object, **_options: object) -> bool:
    """Return that experiments have to wait."""
    return False


def total(*_arguments: object, **_options: object) -> None:
    """Say nothing."""
'''
_ASSIGNMENT = (
    "from dlutils.checks import check, grade, ready, total\n\n__all__ = ['check', 'grade', 'ready', 'total']\n"
)

Name = tuple[str, str]  # a module, and a name in it
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def write_package(course: Course, assignment: str, target: Path) -> None:
    """Write the package that an assignment's submissions are run with.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The assignment's name.
    target : Path
        The folder to write `dlutils` into; it need not exist.

    Raises
    ------
    CourseError
        If a code cell of the assignment's notebook is not Python.
    OwnFailure
        If the assignment hides what is no function of the reference, or a module is of a form that cannot be cut.
    FileExistsError
        If there is a `dlutils` in that folder already.
    """
    source = Path(dlutils.__file__).parent
    modules = {f"{PACKAGE}.{path.stem}": _Module(path) for path in sorted(source.glob("*.py"))}
    found = {name: _tasks(name) for name in {*course.assignments, assignment}}
    reference = _reaching(modules, {module for one in found.values() for module, _ in _answers(one)})
    cut = _Cut({name: modules[name] for name in reference}, _hidden(found[assignment], modules, reference))
    for name in sorted(_imported_by(course.solution(assignment)) & reference):
        cut.keep_public(name)

    package = target / PACKAGE
    package.mkdir(parents=True)
    for name, module in modules.items():
        _write(package / module.path.name, cut.source(name) if name in reference else module.text)
    for path in sorted(source.glob("data/*.h5")):
        (package / "data").mkdir(exist_ok=True)
        shutil.copyfile(path, package / "data" / path.name)
    for path in sorted(source.glob("locale/*/common.toml")):
        _write(package / path.relative_to(source), _tables(path.read_text(encoding="utf-8")))
    kept = [source / "checks" / name for name in CALLING]
    kept += [source / "grading" / "__init__.py", *sorted((source / "grading" / "inside").glob("*.py"))]
    for path in kept:
        _write(package / path.relative_to(source), path.read_text(encoding="utf-8"))
    _write(package / "checks" / "__init__.py", _SILENT)
    for name in sorted(found):
        _write(package / "checks" / f"{name.replace('-', '_')}.py", _ASSIGNMENT)


def _write(path: Path, text: str) -> None:
    """Write a file, and the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _tables(catalogue: str) -> str:
    """Return those tables of a catalogue that are spoken from in the sandbox, as they stand in the file."""
    return "\n".join(re.findall(rf"(?ms)^\[(?:{'|'.join(TABLES)})\]\n.*?(?=^\[|\Z)", catalogue))


def _tasks(assignment: str) -> Assignment:
    """Return the tasks of an assignment; there are none where all of it is graded by hand."""
    with contextlib.suppress(LookupError):
        return load(assignment)
    return Assignment(assignment)


def _answers(assignment: Assignment) -> set[Name]:
    """Return the functions of the reference that answer a task, and those that are declared to."""
    references = [task.reference for task in assignment.tasks.values()]
    found = {
        (one.__module__, one.__qualname__) for one in references if not one.__module__.startswith("dlutils.checks.")
    }
    return found | {(module, name) for module, _, name in (hidden.rpartition(".") for hidden in assignment.hides)}


def _hidden(assignment: Assignment, modules: dict[str, _Module], reference: set[str]) -> set[Name]:
    """Return all that has to be hidden: the answers, and functions that are equal to one under another name."""
    answers = _answers(assignment)
    for module, name in sorted(answers):
        if module not in modules or not isinstance(modules[module].defined.get(name), _DEFINITIONS):
            raise OwnFailure(
                f"{assignment.name} hides {module}.{name}, which must be a function of a module; it is none"
            )
    works = {_work(modules[module].defined[name]) for module, name in answers}
    equal = {
        (module, name)
        for module in reference
        for name, statement in modules[module].defined.items()
        if isinstance(statement, _DEFINITIONS) and _work(statement) in works
    }
    return answers | equal


def _work(definition: ast.stmt) -> str:
    """Return what a function or class does, whatever it is called: its parameters and body without the docstring."""
    if not isinstance(definition, _DEFINITIONS):
        return ""
    body = definition.body[1:] if ast.get_docstring(definition) is not None else definition.body
    parts = [*([] if isinstance(definition, ast.ClassDef) else [definition.args]), *body]
    return "\n".join(ast.dump(part) for part in parts) if body else ast.dump(definition)


def _reaching(modules: dict[str, _Module], some: Iterable[str]) -> set[str]:
    """Return some modules and all that import one of them, at however many removes."""
    found = modules.keys() & set(some)
    while more := {name for name, module in modules.items() if name not in found and module.needs & found}:
        found |= more
    return found


def _imported_by(notebook: Path) -> set[str]:
    """Return the modules that the code cells of a notebook import, or import something from."""
    found: set[str] = set()
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            raise CourseError(f"{notebook.name} must hold Python only; got {error.text!r}") from error
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


class _Module:
    """A module, statement by statement."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.body = ast.parse(self.text).body
        self.docstring = [self.body.pop(0)] if self.body and isinstance(self.body[0], ast.Expr) else []
        self.defined: dict[str, ast.stmt] = {}
        self.imported: dict[str, Name] = {}  # of the package's own: what each name is, and where
        self.needs: set[str] = set()  # the package's own modules that it imports
        self.offered: set[str] = set()  # what it imports in order to offer it
        for statement in self.body:
            self.defined |= dict.fromkeys(_bound(statement), statement)
            if _is_own(statement):
                self._note_import(statement)
        listed = self.defined.get("__all__")
        if isinstance(listed, ast.Assign):
            self.offered |= set(ast.literal_eval(listed.value)) & set(self.imported)

    def _note_import(self, statement: ast.stmt) -> None:
        """Note what comes from another module of the package."""
        if not isinstance(statement, ast.ImportFrom) or not statement.module or statement.level:
            raise OwnFailure(f"{self.path.name}, line {statement.lineno}: must say `from {PACKAGE}... import ...`")
        for alias in statement.names:
            self.imported[alias.asname or alias.name] = (statement.module, alias.name)
            self.needs.add(f"{PACKAGE}.{alias.name}" if statement.module == PACKAGE else statement.module)
            if alias.asname == alias.name:
                self.offered.add(alias.name)

    @property
    def public(self) -> set[str]:
        """The names that the module offers."""
        return self.offered | {name for name in self.defined if not name.startswith("_")}


def _is_own(statement: ast.AST) -> bool:
    """Whether a statement imports from the package itself."""
    if isinstance(statement, ast.Import):
        return any(alias.name.split(".")[0] == PACKAGE for alias in statement.names)
    return isinstance(statement, ast.ImportFrom) and (
        statement.level > 0 or f"{statement.module}.".startswith("dlutils.")
    )


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement at the top of a module defines; imports are looked at elsewhere."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
    elif not isinstance(statement, (ast.Import, ast.ImportFrom)):
        raise OwnFailure(f"line {statement.lineno}: a {type(statement).__name__} at the top of a module cannot be cut")


def _names(statement: ast.AST) -> set[str]:
    """Return all names that a statement reads. A local variable may be among them: too much stays, never too little."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


class _Cut:
    """The modules of the reference, and what stays of them."""

    def __init__(self, modules: dict[str, _Module], hidden: set[Name]) -> None:
        self.modules = modules
        self.hidden = hidden
        self.kept: set[Name] = set()

    def keep_public(self, module: str) -> None:
        """Keep all that a module offers."""
        for name in self.modules[module].public:
            self.keep(module, name)

    def keep(self, module: str, name: str) -> None:
        """Keep a name, and what it is made of; of what is hidden the name only."""
        if module not in self.modules or (module, name) in self.kept:
            return
        self.kept.add((module, name))
        own = self.modules[module]
        if name in own.imported:
            origin, original = own.imported[name]
            if origin == PACKAGE and f"{PACKAGE}.{original}" in self.modules:
                self.keep_public(f"{PACKAGE}.{original}")
            else:
                self.keep(origin, original)
        elif name in own.defined and (module, name) not in self.hidden:
            for used in _names(own.defined[name]):
                self.keep(module, used)

    def source(self, module: str) -> str:
        """Return what is left of a module."""
        own = self.modules[module]
        kept = {name for of, name in self.kept if of == module}
        whole = [own.defined[name] for name in kept if name in own.defined and (module, name) not in self.hidden]
        used = {name for statement in whole for name in _names(statement)}
        body: list[ast.stmt] = [*own.docstring, *ast.parse("from __future__ import annotations").body]
        for statement in own.body:
            names = set(_bound(statement))
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                wanted = kept | own.offered if _is_own(statement) else used
                body += _import_of(statement, wanted)
            elif statement in whole or names == {"__all__"}:
                body.append(statement)
            elif isinstance(statement, _DEFINITIONS) and (statement.name in kept or not statement.name.startswith("_")):
                body.append(_stub(statement))
        return ast.unparse(ast.Module(body, [])) + "\n"


def _import_of(statement: ast.Import | ast.ImportFrom, wanted: set[str]) -> list[ast.stmt]:
    """Return a statement that imports the names that are wanted, or nothing."""
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return []
    left = copy.copy(statement)
    left.names = [alias for alias in statement.names if (alias.asname or alias.name).split(".")[0] in wanted]
    return [left] if left.names else []


def _stub(definition: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> ast.stmt:
    """Return a function of the same name and parameters that raises an error, and holds nothing else."""
    if isinstance(definition, ast.ClassDef):
        arguments = ast.parse("lambda *_arguments, **_options: None", mode="eval").body.args  # type: ignore[attr-defined]
        returns = None
    else:
        arguments, returns = copy.deepcopy(definition.args), definition.returns
        arguments.defaults = [_plain(default) for default in arguments.defaults]
        arguments.kw_defaults = [default and _plain(default) for default in arguments.kw_defaults]
    body = ast.parse(f"raise NotImplementedError({message('generated.yours')!r})").body
    return ast.fix_missing_locations(ast.FunctionDef(definition.name, arguments, body, [], returns))


def _plain(default: ast.expr) -> ast.expr:
    """Return a default value if it is plain data, else None: a function there could be an answer."""
    try:
        ast.literal_eval(default)
    except ValueError:
        return ast.Constant(None)
    return default
