"""Answers to the assignment `initialization`, in the styles in which learners write them."""

from tests.checks.banks import _initialization_deviation as deviation
from tests.checks.banks import _initialization_he as he
from tests.checks.banks import _initialization_random as small
from tests.checks.banks import _initialization_sizes as sizes
from tests.checks.banks import _initialization_zeros as zeros

RIGHT = zeros.RIGHT | small.RIGHT | deviation.RIGHT | he.RIGHT | sizes.RIGHT
WRONG = zeros.WRONG | small.WRONG | deviation.WRONG | he.WRONG | sizes.WRONG
