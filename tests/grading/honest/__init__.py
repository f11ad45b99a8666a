"""The honest bank: right submissions of `logistic-regression` in odd styles. Each deserves 30 of 30."""

from tests.grading.honest import cells, platforms, styles, styles_inside
from tests.grading.honest.making import Honest

HONEST: list[Honest] = [*styles.HONEST, *styles_inside.HONEST, *cells.HONEST, *platforms.HONEST]

__all__ = ["HONEST", "Honest"]
