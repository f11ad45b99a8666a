"""Importing the reference loads NumPy and nothing else that has to be installed."""

import subprocess
import sys

import pytest

REFERENCE = ("activations", "losses", "logistic", "shallow", "deep", "initialization", "gradient_check", "dimensions")

# What is loaded before the import (by the environment's own start-up files) is not counted.
PROBE = """
import sys
before = set(sys.modules)
import {modules}
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded - set(sys.stdlib_module_names)))
"""


def foreign_packages(modules: str) -> list[str]:
    """Return the packages from outside the standard library that a fresh Python loads with these modules."""
    command = [sys.executable, "-c", PROBE.format(modules=modules)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_package_alone_loads_nothing():
    """``import dlutils`` loads no package but itself, not even NumPy."""
    assert foreign_packages("dlutils") == ["dlutils"]


@pytest.mark.parametrize("module", REFERENCE)
def test_the_reference_loads_numpy_only(module):
    """A module of the reference loads NumPy and no other package: no matplotlib, h5py, IPython, rich or click."""
    assert foreign_packages(f"dlutils.{module}") == ["dlutils", "numpy"]


def test_the_probe_sees_other_packages():
    """The same probe notices h5py, which the module of the data sets loads."""
    assert "h5py" in foreign_packages("dlutils.datasets")
