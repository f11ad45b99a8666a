"""Answers of the bank as cells: with the graded name, the helpers that they need, and a style of their own."""

from __future__ import annotations

import ast
import copy
import inspect
import random
import re
from functools import cache
from typing import Any

from tests.checks.bank import Answer, answers
from tests.checks.banks.logistic_regression import propagate, start, training
from tests.grading.example_class import NAME, QUESTIONS

# Right, but not with every other right answer: their authors would see it when the next check fails.
ALONE = {("sigmoid", "np.matrix"), ("propagate", "in the caller's arrays"), ("optimize", "in place")}
ALONE |= {("predict", "list"), ("model", "prints"), ("model", "b as an array")}
# What the bank calls that is the learner's own earlier task, and what else learners call what most call so.
EARLIER = {"sig": "sigmoid", "optimize_template": "optimize", "predict_template": "predict"}
NAMES = {"A": "a yhat act", "dZ": "dz error", "Z": "z lin", "cost": "J loss", "J": "cost total", "m": "n_examples M"}
NAMES |= {"number": "m m_train", "i": "k t", "costs": "history kept", "grads": "g gradients", "params": "p parameters"}


class _Unfolded(ast.NodeTransformer):
    """Puts values in place of names, what a lambda computes in place of its call, and drops what is never done."""

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Put a copy of its value in place of a name."""
        return copy.deepcopy(self.values.get(node.id, node))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Put the body of a lambda in place of its call."""
        self.generic_visit(node)
        if not isinstance(node.func, ast.Lambda):
            return node
        names = [argument.arg for argument in node.func.args.args]
        return _Unfolded(dict(zip(names, node.args, strict=True))).visit(node.func.body)

    def visit_If(self, node: ast.If | ast.IfExp) -> Any:
        """Keep one branch where the condition is a constant."""
        self.generic_visit(node)
        negated = isinstance(node.test, ast.UnaryOp)
        test = node.test.operand if isinstance(node.test, ast.UnaryOp) else node.test
        return (node.body if test.value != negated else node.orelse) if isinstance(test, ast.Constant) else node

    visit_IfExp = visit_If  # noqa: N815 - as `ast` wants it


@cache
def _bank() -> dict[tuple[str, str], tuple[ast.expr, dict[str, Any]]]:
    """Return the expression of each answer, by task and description, with what its module defines."""
    found = {}
    for module in (start, propagate, training):
        names = {}
        for line in ast.parse(inspect.getsource(module)).body:
            match line:
                case ast.FunctionDef(name=name):
                    names[name] = line
                case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                    names |= {one.asname or one.name: line for one in imported}
                case ast.Assign(value=ast.Dict(keys=tasks, values=banks)):
                    for task, bank in zip(tasks, banks, strict=True):
                        for what, value in zip(bank.keys, bank.values, strict=True):
                            found[task.value, what.value] = getattr(value, "elts", [value])[0], names
    return found


def _assigned(answer: Answer) -> ast.FunctionDef | ast.Assign:
    """Return what an answer of the bank is in code: a function, under the name that it has in the bank, or a value."""
    value, names = _bank()[answer.task, answer.what]
    match copy.deepcopy(value):
        case ast.Lambda(args=args, body=body):
            return ast.FunctionDef(answer.task, args, [ast.Return(body)], [])
        case ast.Name(id=name):
            return copy.deepcopy(names[name])
        case ast.Call(func=ast.Name(id=name), keywords=changed):
            # A function that returns the usual answer with some lines written in another way: put these lines there.
            made = copy.deepcopy(names[name])
            lines = dict(zip((one.arg for one in made.args.args), made.args.defaults, strict=True))
            lines |= {one.arg: one.value for one in changed}
            return _Unfolded(lines).visit(next(one for one in made.body if isinstance(one, ast.FunctionDef)))
        case other:
            return ast.Assign([ast.Name(answer.task, ast.Store())], other)


def source(answer: Answer) -> str:
    """Return an answer of the bank as a cell: the function with its graded name, below the helpers that it needs."""
    names = _bank()[answer.task, answer.what][1]
    parts: list[Any] = [_assigned(answer)]
    renamed = {name: earlier for name, earlier in EARLIER.items() if earlier != answer.task}
    if isinstance(parts[0], ast.FunctionDef):
        renamed[parts[0].name], parts[0].name = answer.task, answer.task
    seen = {*QUESTIONS, *renamed, "np"}
    for part in parts:  # which grows
        for node in list(ast.walk(part)):
            if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
                del node.body[0]
            elif isinstance(node, ast.Name):
                if node.id in names.keys() - seen:
                    seen.add(node.id)
                    parts.append(copy.deepcopy(names[node.id]))
                node.id = renamed.get(node.id, node.id)
    return "\n\n".join(ast.unparse(ast.fix_missing_locations(part)) for part in reversed(parts))


def restyled(text: str, rng: random.Random) -> str:
    """Return a cell with other names for some variables, and some comments; it does the same."""
    tree = ast.parse(re.sub(r"^%.*", "", text, flags=re.MULTILINE))
    used = {name for node in ast.walk(tree) for name in (getattr(node, "id", ""), getattr(node, "arg", ""))}
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    stored -= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    chosen = {name: rng.choice([name, *NAMES[name].split()]) for name in sorted(stored & NAMES.keys())}
    chosen = {name: other for name, other in chosen.items() if other not in used and not used.add(other)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = chosen.get(node.id, node.id)
    notes = ["    # my solution\n", "    # see the lecture\n", "    # TODO check the shapes\n", *[""] * 20]
    return re.sub(r"^    (?=\w)", lambda found: rng.choice(notes) + found[0], ast.unparse(tree), flags=re.MULTILINE)


@cache
def sources(task: str, right: bool) -> list[str]:
    """Return the cells of all answers to a task, the usual ones first."""
    bank = [one for one in answers(NAME) if (one.task, one.what) not in ALONE]
    return [source(one) for one in bank if (one.task, one.right) == (task, right)]
