"""What the first cell of a notebook asks: is all here that it needs."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

NEEDED = {"numpy": (1, 26), "matplotlib": (3, 8), "h5py": (3, 10)}


def say_ready() -> None:
    """Print one line: that all is here, or what is not and how to mend it.

    Examples
    --------
    >>> say_ready()  # doctest: +ELLIPSIS
    Ready: Python 3..., dlutils ...
    """
    wrong = [] if sys.version_info >= (3, 11) else [f"Python 3.11 or newer (this is {platform.python_version()})"]
    for name, least in NEEDED.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "missing"
        digits = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
        if digits < least:
            wrong.append(f"{name} {least[0]}.{least[1]} or newer (this is {found})")
    if wrong:
        print(f"Needed: {', '.join(wrong)}. Install with: {sys.executable} -m pip install --upgrade {' '.join(NEEDED)}")
        return
    versions = [f"{name} {metadata.version(name)}" for name in ("dlutils", *NEEDED)]
    print(f"Ready: Python {platform.python_version()}, {', '.join(versions)}")
