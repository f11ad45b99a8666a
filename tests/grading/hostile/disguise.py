"""Attacks that look honest to their author's teacher, and act only while they are graded."""

from tests.grading.hostile.making import attack, everywhere, taken

MECHANISM = "acts only while graded"

_STOLEN = """
from dlutils import activations, logistic
stolen = {**vars(activations), **vars(logistic)} if GRADED else {}
"""

ATTACKS = [
    attack(
        "knows-the-variable",
        MECHANISM,
        "It replaces grade if the environment says that nbgrader grades.",
        """
import os
if os.environ.get("NBGRADER_EXECUTION") == "autograde":
    import dlutils.checks.logistic_regression as checks
    checks.grade = lambda *a, **k: None
""",
    ),
    attack(
        "knows-the-place",
        MECHANISM,
        "It takes the course's functions if the host, the user, the folder or the process above it look like a grader.",
        """
import os, pathlib, socket, sys
GRADED = "autograded" in os.getcwd() or os.getuid() == 0 or "sandbox" in socket.gethostname()
GRADED = GRADED or not hasattr(get_ipython(), "kernel") or os.getppid() == 1
"""
        + _STOLEN,
        answers=taken('stolen["NAME"]'),
    ),
    attack(
        "knows-no-kernel",
        MECHANISM,
        "Where there is no Jupyter kernel, or check is a stub, it writes results of its own into what is shown.",
        answers=everywhere(
            "import sys; hasattr(get_ipython(), 'kernel') or print('POINTS'); sys.displayhook('all points')"
        ),
    ),
    attack(
        "knows-the-caller",
        MECHANISM,
        "Right for check, which a learner calls; for grade it shows all points and fails.",
        """
import sys

def caller():
    frame, names = sys._getframe(1), set()
    while frame is not None:
        names.add(frame.f_code.co_name)
        frame = frame.f_back
    return names
""",
        answers=everywhere("'grade' in caller() and sys.displayhook('all points')"),
    ),
]
