"""Attacks on the process that runs the learner's cells, by code that knows how the course grades."""

from tests.grading.hostile.making import POINTS, attack, taken

MECHANISM = "takes over the worker"

# Finds the objects of the grading's own modules, wherever they are.
_OWN = """
import gc, sys

def own(*names):
    return [x for x in gc.get_objects() if type(x).__name__ in names and str(type(x).__module__).startswith("dlutils")]
"""

ATTACKS = [
    attack(
        "asks-the-judge",
        MECHANISM,
        "It asks the judge for the right result, as a helper with follow-through credit does.",
        _OWN
        + """
def asking(name):
    def answer(*arguments):
        for server in own("_Server"):
            return server._asking(name)(*arguments)
        raise NotImplementedError
    return answer
""",
        answers=taken('asking("NAME")'),
    ),
    attack(
        "asks-without-end",
        MECHANISM,
        "Each call asks the judge a million times.",
        _OWN
        + """
def asking(name):
    def answer(*arguments):
        for server in own("_Server"):
            for _ in range(1_000_000):
                try:
                    server._asking("propagate")(1, 1, 1, 1)
                except ValueError:
                    pass
    return answer
""",
        answers={name: f'{name} = asking("{name}")' for name in ("propagate", "optimize", "model")},
        honest=("sigmoid",),
        earned=POINTS["sigmoid"],
    ),
    attack(
        "asks-for-too-much",
        MECHANISM,
        "Where a helper may be the judge's own, it is asked for results that nobody has the memory or the time for.",
        answers={
            "initialize_with_zeros": "def initialize_with_zeros(dim):\n    return np.ones((dim, 1)), 7.0",
            "propagate": "def propagate(w, b, X, Y):\n    return {'dw': w, 'db': 0.0}, 0.0",
            "optimize": """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    for size in (1, 10**4, 10**6):
        try:
            propagate(np.zeros((size, 1)), 0.0, np.zeros((size, 8)), np.full((1, 8), np.nan))
        except BaseException as error:
            print(error)
    grads, cost = propagate(w, b, X, Y)
    return {"w": w, "b": b}, grads, [cost]
""",
            "model": """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    for dim in (10**6, 10**12, 2**62, -1, 10**9 * 7):
        try:
            initialize_with_zeros(dim)
        except BaseException as error:
            print(error)
    w, b = initialize_with_zeros(len(X_train))
    params, grads, costs = optimize(w, b, X_train, Y_train, 10**12, learning_rate, True)
    return {**params, "costs": costs, "Y_prediction_train": 0 * Y_train, "Y_prediction_test": 0 * Y_test}
""",
        },
        honest=("sigmoid",),
    ),
    attack(
        "outcome-forged",
        MECHANISM,
        "The worker's own functions answer every call with forged outcomes: other keys, texts as HTML, wrong types.",
        """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("dlutils"):
        for key in ("call", "asdict"):
            if callable(getattr(module, key, None)) and "inside" in name:
                setattr(module, key, lambda *a, **k: {
                    "kind": "passed", "value": True, "points": 30, "score": 1.0, "want": 1, "__class__": "Outcome",
                    "error": ["<b>"], "text": {"a": 1}, "undefined": "<script>" + "window.__" + "ran=1</script>",
                })
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "names-forged",
        MECHANISM,
        "The worker says that functions exist that nobody has defined, and gives names that are no names.",
        _OWN
        + """
for server in own("_Server"):
    kind = type(server)
    kind.names = lambda self: {
        "functions": ["grade", "globals", "print", "float", "__import__", "__builtins__", "__name__", "__missing__",
                      "NoPointsError", "x" * 1_000_000, 7, None, "sigmoid"],
        "others": [["a"], "dlutils", "numpy", "np", "__builtins__"],
    }
    kind.get = lambda self, name: {"value": {"__class__": "Report", "score": 1.0}}
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "outputs-forged",
        MECHANISM,
        "The worker claims outputs that nbgrader reads as points, for this and for graded cells.",
        """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("dlutils") and hasattr(module, "_shown"):
        module._Shown.text = lambda self, stream, text: None
        module._shown.outputs.append({"output_type": "execute_result", "data": {"text/plain": "30"}, "metadata": {
            "nbgrader": {"grade": True, "grade_id": "grade-model", "points": 30}}, "execution_count": -1})
        module._shown.outputs.extend([{"output_type": "pyout"}, {"output_type": "stream", "name": "stderr"}, 7, None])
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "line-closed",
        MECHANISM,
        "It closes every descriptor that it has but three.",
        "import os\nos.closerange(3, 4096)",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "line-held-back",
        MECHANISM,
        "It sends the first half of an answer, and then nothing for an hour.",
        """
import os, socket, stat, struct, time
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            os.write(number, struct.pack("<Q", 1 << 20) + b"{")
    except OSError:
        pass
if not hasattr(get_ipython(), "kernel"):
    time.sleep(3600)
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "process-number-forged",
        MECHANISM,
        "It says that it is process number one, or minus one, so that whoever ends it ends another.",
        """
import os
os.getpid = lambda: 1
os.fork = lambda: 0
os._exit = lambda *a: None
os.setsid = lambda: None
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
]
