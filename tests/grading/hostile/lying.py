"""Attacks with objects that lie about what they are, how large they are, or what they equal."""

from tests.grading.hostile.making import HOLLOW, WANTED, attack, everywhere, taken

MECHANISM = "lying objects"


def _each(line: str) -> dict[str, str]:
    """Return answers that all return one thing."""
    return {name: source.replace("    raise NotImplementedError", "") for name, source in everywhere(line).items()}


ATTACKS = [
    attack(
        "depends-on-the-caller",
        MECHANISM,
        "An object that can be called takes the right result from the frame of its caller.",
        WANTED
        + """
class Asks:
    def __call__(self, *arguments):
        return wanted()
""",
        answers=taken("Asks()"),
    ),
    attack(
        "equals-all",
        MECHANISM,
        "The result equals everything, is close to everything, and says that it is an array.",
        """
import numpy as np

class Equal:
    __class__ = np.ndarray
    dtype, shape, size, ndim, nbytes = np.dtype(float), (1, 5), 5, 2, 40
    __eq__ = __le__ = __ge__ = __bool__ = lambda self, *other: True
    __hash__ = None
    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __sub__ = __rsub__ = __abs__ = __getitem__ = __invert__ = lambda self, *other: self
    astype = reshape = ravel = all = any = lambda self, *a, **k: self
    __array_ufunc__ = __array_function__ = lambda self, *a, **k: True
""",
        answers=_each("return Equal()"),
    ),
    attack(
        "array-read-late",
        MECHANISM,
        "The result becomes an array only when it is read, and takes the numbers from the reader's frames.",
        WANTED
        + """
import numpy as np

class Late:
    __class__ = np.ndarray
    dtype, nbytes = np.dtype(float), 8

    def __array__(self, *a, **k):
        return np.array(wanted(), dtype=float)
""",
        answers={name: f"def {name}(*a):\n    return Late()" for name in ("sigmoid", "predict")},
    ),
    attack(
        "number-read-late",
        MECHANISM,
        "A kind of float gives another value whenever it is converted: the right one.",
        WANTED
        + """
class Late(float):
    def __float__(self):
        return float(wanted()[1])
""",
        answers={
            name: f"def {name}(w, b, X, Y):\n    return {{'dw': 0 * w, 'db': 0.0}}, Late(0)"
            for name in ("propagate", "propagate_loop")
        },
    ),
    attack(
        "array-with-own-functions",
        MECHANISM,
        "A kind of array answers every function of NumPy with True.",
        """
import numpy as np

class Own(np.ndarray):
    def __array_ufunc__(self, *a, **k):
        return np.ones(np.shape(self), bool)

    def __array_function__(self, *a, **k):
        return np.ones(np.shape(self), bool)
""",
        answers={**HOLLOW, "sigmoid": "def sigmoid(z):\n    return np.zeros(np.shape(z)).view(Own)"},
    ),
    attack(
        "array-of-objects",
        MECHANISM,
        "Arrays hold objects that equal everything.",
        """
import numpy as np

class Equal:
    __eq__ = lambda self, other: True
    __float__ = lambda self: 0.5
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
    __le__ = lambda self, other: True
""",
        answers={**HOLLOW, "sigmoid": "def sigmoid(z):\n    return np.full(np.shape(z), Equal(), dtype=object)"},
    ),
    attack(
        "array-with-fields",
        MECHANISM,
        "Arrays have fields, dates, texts and raw bytes for entries.",
        answers={
            "sigmoid": "def sigmoid(z):\n    return np.zeros(np.shape(z), dtype=[('a', float), ('b', 'O')])",
            "predict": "def predict(w, b, X):\n    return np.zeros((1, X.shape[1]), dtype='M8[s]')",
            "propagate": """
def propagate(w, b, X, Y):
    return {"dw": w.astype("U8"), "db": np.void(b"1")}, np.bytes_(b"1")
""",
        },
    ),
    attack(
        "array-without-end",
        MECHANISM,
        "An array of a thousand million million zeros needs eight bytes, and says that it has none.",
        """
import numpy as np

class Small(np.ndarray):
    nbytes = size = 0
""",
        answers=_each("return np.broadcast_to(np.zeros(1), (10**15,)).view(Small)"),
    ),
    attack(
        "array-of-stride-zero",
        MECHANISM,
        "A thousand million zeros lie in one place.",
        answers=_each("return np.lib.stride_tricks.as_strided(np.zeros(1), (10**9,), (0,))"),
    ),
    attack(
        "generators",
        MECHANISM,
        "Results are generators, iterators and maps that never end.",
        "import itertools",
        answers={
            **_each("return itertools.count()"),
            "propagate": "def propagate(w, b, X, Y):\n    yield from itertools.repeat(0.0)",
            "optimize": "def optimize(*a):\n    return itertools.cycle([1]), map(abs, itertools.count()), zip()",
        },
    ),
    attack(
        "dictionary-without-end",
        MECHANISM,
        "A kind of dictionary has one entry, and gives items without end.",
        """
import itertools

class Endless(dict):
    def items(self):
        return ((str(i), "x" * i) for i in itertools.count())

    __len__ = lambda self: 1
""",
        answers=_each("return Endless(dw=1, db=2), 0.0"),
    ),
    attack(
        "list-that-holds-itself",
        MECHANISM,
        "A list holds itself a thousand times.",
        "around = []\naround.extend([around] * 1000)",
        answers=_each("return around"),
    ),
    attack(
        "scalar-that-unpacks",
        MECHANISM,
        "A kind of NumPy number gives, in place of its value, an object that says that it is a bool.",
        WANTED
        + """
import numpy as np

class Bool:
    __class__ = bool

    def __array__(self, *a, **k):
        return np.array(wanted(), dtype=float)

    __float__ = lambda self: float(wanted())

class Unpacks(np.float64):
    def item(self):
        return Bool()
""",
        answers={
            name: f"def {name}(w, b, X, Y):\n    return {{'dw': Unpacks(0), 'db': Unpacks(0)}}, Unpacks(0)"
            for name in ("propagate", "propagate_loop")
        },
    ),
    attack(
        "names-with-traps",
        MECHANISM,
        "The namespace holds objects, and keys, that fail as soon as anyone looks at them.",
        """
class Trap:
    def __getattribute__(self, name):
        raise SystemExit("trap")

    __call__ = __eq__ = __repr__ = __bool__ = __len__ = lambda self, *a: 1 / 0
    __hash__ = lambda self: 7

class Key(str):
    def startswith(self, *a):
        raise SystemExit("trap")

    __str__ = __repr__ = lambda self: 1 / 0

trap, sigmoid_2, grade_3 = Trap(), Trap(), Trap()
globals()[Key("key")] = Trap
globals()[7] = Trap()
globals()["<script>" + "x" * 100_000] = len
""",
        honest=("sigmoid",),
    ),
    attack(
        "errors-that-lie",
        MECHANISM,
        "Errors have no text, or one that ends the process, or a name of a million characters.",
        """
import os

class Lie(Exception):
    __str__ = __repr__ = lambda self: os._exit(0)
    args = property(lambda self: 1 / 0)

Long = type("L" * 1_000_000, (Exception,), {"__str__": lambda self: 7})
""",
        honest=("sigmoid",),
        answers={
            "predict": "def predict(*a):\n    raise Long",
            "model": "def model(*a):\n    raise Lie",
        },
    ),
]
