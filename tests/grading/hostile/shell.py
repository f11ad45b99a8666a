"""Attacks that change IPython: what it runs, what it reports, what it shows."""

from tests.grading import example_class
from tests.grading.hostile.making import attack, everywhere

MECHANISM = "changes IPython"

ATTACKS = [
    attack(
        "syntax-tree",
        MECHANISM,
        "A transformer of the syntax tree takes out asserts and calls of grade.",
        """
import ast

class Strip(ast.NodeTransformer):
    def visit_Assert(self, node):
        return None

    def visit_Expr(self, node):
        called = getattr(getattr(node.value, "func", None), "id", "")
        return ast.Pass() if called == "grade" else node

get_ipython().ast_transformers.append(Strip())
""",
    ),
    attack(
        "input-transformer",
        MECHANISM,
        "A transformer of inputs wraps every graded cell in try and except.",
        """
def swallow(lines):
    if not any(line.startswith("grade(") for line in lines):
        return lines
    return ["try:\\n", *["    " + line for line in lines], "\\nexcept BaseException: pass\\n"]

get_ipython().input_transformers_cleanup.append(swallow)
""",
    ),
    attack(
        "hook-before",
        MECHANISM,
        "A hook that runs before every cell replaces grade each time.",
        """
def hook(*_):
    import dlutils.checks.logistic_regression as checks
    checks.grade = lambda *a, **k: None

get_ipython().events.register("pre_run_cell", hook)
""",
    ),
    attack(
        "hook-after",
        MECHANISM,
        "A hook that runs after every cell takes the error out of its result; the traceback is silenced.",
        """
shell = get_ipython()

def hook(result):
    result.error_in_exec = result.error_before_exec = None

shell._showtraceback = lambda *a: None
shell.events.register("post_run_cell", hook)
""",
    ),
    attack(
        "display-hook-text",
        MECHANISM,
        "Each answer shows a result that is no number before it fails.",
        answers=everywhere('import sys; sys.displayhook("all points")'),
    ),
    attack(
        "display-hook-points",
        MECHANISM,
        "Each answer shows as many points as there are before it fails.",
        answers=everywhere("import sys; sys.displayhook(POINTS)"),
    ),
    attack(
        "display-hook-too-many",
        MECHANISM,
        "Each answer shows thirty points, more than there are.",
        answers=everywhere("import sys; sys.displayhook(30)"),
        honest=(),
    ),
    attack(
        "formatter",
        MECHANISM,
        "A formatter shows partial credit as a text, which nbgrader takes for all points.",
        'get_ipython().display_formatter.formatters["text/plain"].for_type(float, lambda x, p, c: p.text("all"))',
        answers={"propagate": example_class.COST_SIGN},
        honest=("sigmoid",),
        earned=9,
    ),
    attack(
        "run-code-replaced",
        MECHANISM,
        "The shell skips the code of graded cells, and reports success.",
        """
shell, before = get_ipython(), get_ipython().run_code

async def run_code(code, result=None, **more):
    if "grade" in code.co_names and "globals" in code.co_names:
        return False
    return await before(code, result, **more)

shell.run_code = run_code
""",
    ),
    attack(
        "kernel-replaced",
        MECHANISM,
        "The kernel answers every further request with ok, and runs nothing.",
        """
async def do_execute(*arguments, **more):
    return {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}

get_ipython().kernel.do_execute = do_execute
""",
    ),
    attack(
        "namespace-that-sticks",
        MECHANISM,
        "The notebook's namespace is a dictionary that ignores the import of grade.",
        """
class Sticky(dict):
    def __setitem__(self, name, value):
        if name != "grade":
            super().__setitem__(name, value)

shell = get_ipython()
shell.user_ns = Sticky(shell.user_ns)
dict.__setitem__(shell.user_ns, "grade", lambda *a, **k: None)
""",
    ),
    attack(
        "errors-unseen",
        MECHANISM,
        "Tracebacks are not shown, and a handler of its own takes every error.",
        """
shell = get_ipython()
shell.showtraceback = shell._showtraceback = lambda *a, **k: None
shell.set_custom_exc((BaseException,), lambda *a, **k: None)
""",
    ),
]
