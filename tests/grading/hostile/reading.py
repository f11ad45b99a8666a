"""Attacks that read what they may not: hidden tests, the environment, processes, files, other people's work."""

from tests.grading.hostile.making import LEAKED, OTHER, POINTS, SECRET, attack, everywhere, taken

MECHANISM = "reads"

# Prints what it is given behind a word that stands nowhere in this source.
_LEAK = """
def leak(*what):
    print("LEA" + "KED", *what)
"""

# Runs the cells of a notebook that holds answers, and keeps the names that they bind.
_RUN = """
import json, os, pathlib, re, sys

def names_of(path):
    space = {}
    text = pathlib.Path(path).read_text()
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and ("def " in source or "import" in source) and "plt.show" not in source:
            try:
                exec(source, space)
            except BaseException:
                pass
    print(set(re.findall("[A-Z]+-WAS-[A-Z]+", text)))
    return space
"""

_FIND = 'set(re.findall(rb"SECRET-OF-THE-[A-Z]+", data))'

ATTACKS = [
    attack(
        "hidden-tests-from-history",
        MECHANISM,
        "While it is called it looks for the hidden test in the notebook's history, and raises an error with its text.",
        _LEAK
        + """
def look():
    shell = get_ipython()
    lists = [globals().get("In", []), globals().get("_ih", []), shell.history_manager.input_hist_parsed]
    for text in [t for texts in lists for t in texts] + [globals().get("_i", "")]:
        if "hidden=" + "True" in text:
            leak("hidden test", text)
            raise ValueError("LEA" + "KED " + text)
""",
        answers=everywhere("look()"),
        reads=LEAKED,
    ),
    attack(
        "hidden-tests-from-frames",
        MECHANISM,
        "It climbs the frames above its call, and reads the source and the variables of each.",
        _LEAK
        + """
import inspect, linecache, sys

def look():
    frame = sys._getframe(1)
    while frame is not None:
        found = "".join(linecache.getlines(frame.f_code.co_filename))
        if "hidden=" + "True" in found and "grade(" in found and "def grade" not in found:
            leak("hidden test", found)
        for name in ("want", "drawn", "hidden", "seed", "secret", "problems"):
            if name in frame.f_locals:
                leak(name, repr(frame.f_locals[name])[:200])
                problem = frame.f_locals.get("want")
                if problem is not None:
                    raise ValueError("LEA" + "KED " + repr(problem))
        frame = frame.f_back
""",
        answers=everywhere("look()"),
        reads=LEAKED,
    ),
    attack(
        "solution-above",
        MECHANISM,
        "It opens the solution in the folders above its own, and takes the answers from it.",
        _RUN
        + """
found = {}
for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents]:
    for path in sorted(folder.glob("solutions/logistic-regression/*.ipynb")):
        print("LEA" + "KED", path)
        found = found or names_of(path)
""",
        answers=taken('found["NAME"]'),
        reads=LEAKED,
    ),
    attack(
        "solution-by-package",
        MECHANISM,
        "It finds the course through the place of the package, and opens the solution there.",
        _RUN
        + """
import dlutils, dlutils.datasets, sysconfig
places = [pathlib.Path(m.__file__).resolve() for m in (dlutils, dlutils.datasets) if getattr(m, "__file__", None)]
places += [pathlib.Path(p) for p in (*sys.path, sys.prefix, os.environ.get("OLDPWD", "/"), sys.argv[0]) if p]
found = {}
for folder in [above for place in places for above in place.parents]:
    for path in sorted(folder.glob("solutions/logistic-regression/*.ipynb")):
        print("LEA" + "KED", path)
        found = found or names_of(path)
""",
        answers=taken('found["NAME"]'),
        reads=LEAKED,
    ),
    attack(
        "solution-anywhere",
        MECHANISM,
        "It looks through the whole file system for notebooks with solutions.",
        _RUN
        + """
found = {}
for top, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if name not in ("proc", "sys")]
    for name in files:
        path = os.path.join(top, name)
        if name == "logistic-regression.ipynb" and "BEGIN " + "SOLUTION" in open(path, errors="replace").read():
            print("LEA" + "KED", path)
            found = found or names_of(path)
""",
        answers=taken('found["NAME"]'),
        reads=LEAKED,
        stock=False,
    ),
    attack(
        "other-student",
        MECHANISM,
        "It takes the answers of another student.",
        _RUN
        + """
found = {}
for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents]:
    for path in sorted(folder.glob("submitted/ada/*/*.ipynb")) + sorted(folder.glob("../ada/*/*.ipynb")):
        found = found or names_of(path)
""",
        answers=taken('found["NAME"]'),
        reads=OTHER,
    ),
    attack(
        "gradebook-read",
        MECHANISM,
        "It reads the hidden tests and all students' points from the gradebook.",
        _LEAK
        + """
import os, pathlib, sqlite3
for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents, pathlib.Path.home()]:
    for path in folder.glob("*.db"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
            for line in book.iterdump():
                if "hidden=" + "True" in line or '"student"' in line:
                    leak(line[:300])
""",
        reads=LEAKED,
    ),
    attack(
        "environment",
        MECHANISM,
        "It prints its environment, that of the process above it, and their command lines.",
        """
import os, pathlib, re
data = repr(dict(os.environ)).encode()
for process in ("self", str(os.getppid()), "1"):
    for name in ("environ", "cmdline"):
        if process != "1" or os.getppid() == 1:
            try:
                data += pathlib.Path(f"/proc/{process}/{name}").read_bytes()
            except OSError as error:
                print(error)
found = """
        + _FIND
        + "\nprint(found)",
        answers=everywhere("raise ValueError(str(found))"),
        reads=SECRET,
    ),
    attack(
        "environment-of-all",
        MECHANISM,
        "It prints the grader's secret from the environment of whichever process holds it.",
        """
import pathlib, re
data = b""
for name in ("environ", "cmdline"):
    for path in pathlib.Path("/proc").glob(f"[0-9]*/{name}"):
        try:
            data += path.read_bytes()
        except OSError:
            pass
found = """
        + _FIND
        + "\nprint(found)",
        answers=everywhere("raise ValueError(str(found))"),
        reads=SECRET,
        stock=False,
    ),
    attack(
        "memory-of-the-parent",
        MECHANISM,
        "It reads the memory of the process above it, and looks for the secret there.",
        """
import os, re
found = set()
try:
    with open(f"/proc/{os.getppid()}/maps") as maps, open(f"/proc/{os.getppid()}/mem", "rb", 0) as memory:
        for line in maps.read().splitlines():
            begin, end = (int(x, 16) for x in line.split()[0].split("-"))
            if " rw" in line and end - begin < 1 << 26:
                try:
                    memory.seek(begin)
                    data = memory.read(end - begin)
                except (OSError, OverflowError):
                    continue
                found |= """
        + _FIND
        + """
except OSError as error:
    print(error)
print(found)
""",
        reads=SECRET,
    ),
    attack(
        "debugger",
        MECHANISM,
        "It attaches to process number one as a debugger does.",
        """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
process = 1
for request in (16, 0x4206):  # attach, seize
    if libc.ptrace(request, process, None, None) == 0:
        print("LEA" + "KED", "attached to", process)
        libc.ptrace(17, process, None, None)
""",
        reads=LEAKED,
        stock=False,
    ),
    attack(
        "open-files",
        MECHANISM,
        "It reads whatever files and pipes it has inherited.",
        """
import os, re, stat
data = b""
for number in range(3, 256):
    try:
        kind = os.fstat(number).st_mode
        print(number, os.readlink(f"/proc/self/fd/{number}"))
        if stat.S_ISREG(kind):
            data += os.pread(number, 1 << 20, 0)
        elif stat.S_ISDIR(kind):
            for name in os.listdir(number):
                print("LEA" + "KED", name)
    except OSError:
        pass
found = """
        + _FIND
        + "\nprint(found)",
        reads=SECRET,
    ),
    attack(
        "links-in-the-folder",
        MECHANISM,
        "Another file of the submission names places outside, and the notebook makes links to them and reads them.",
        """
import os, pathlib
for i, target in enumerate(pathlib.Path("targets.txt").read_text().split()):
    try:
        os.symlink(target, f"link-{i}")
        text = pathlib.Path(f"link-{i}").resolve().read_text()[:200]
        print("LEA" + "KED" if "BEGIN " + "SOLUTION" in text or "get_config" in text else "read", target, text)
    except OSError as error:
        print(error)
""",
        files={"targets.txt": b"../../../nbgrader_config.py ../../../../nbgrader_config.py ../../../CHANGELOG.md"},
        reads=LEAKED,
    ),
    attack(
        "standard-input",
        MECHANISM,
        "It asks the grader for the points, and reads standard input.",
        """
import sys
for ask in (sys.stdin.readline, lambda: input("points? "), lambda: open(0, closefd=False).read(100)):
    try:
        print(repr(ask()))
    except BaseException as error:
        print(type(error))
""",
        honest=("sigmoid",),
        earned=POINTS["sigmoid"],
    ),
]
