"""What the lists of known mistakes share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dlutils.checks.task import Mistake

# The two products say it in different words when shapes do not fit, and a hint is known by these words.
PRODUCTS: tuple[Callable[..., Any], ...] = (np.matmul, np.dot)


def one_hint(key: str, equation: str, *versions: Callable[..., Any]) -> tuple[Mistake, ...]:
    """Return mistakes that share a hint: what learners write differently, and get wrong for one reason.

    Parameters
    ----------
    key : str
        The entry of the catalogue.
    equation : str
        The label that the hint cites.
    *versions : callable
        The wrong versions.

    Returns
    -------
    tuple of Mistake
        One for each version.
    """
    return tuple(Mistake(key, equation, wrong) for wrong in versions)
