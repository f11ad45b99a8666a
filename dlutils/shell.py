"""Whether Python runs in a notebook, asked without loading IPython: a script need not learn that it is none."""

from __future__ import annotations

import sys
from typing import Any


def running_shell() -> Any:
    """Return the shell of IPython that runs this code, or None where there is none.

    Returns
    -------
    InteractiveShell or None
        In a notebook it has the attribute `kernel`.

    Examples
    --------
    >>> running_shell() is None
    True
    """
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
