"""Whatever happens while parameters are written, the file is the old one or the new one."""

import signal
import subprocess
import sys

import numpy as np
import pytest

from dlutils.storage import load_parameters, save_parameters

PARAMETERS = {"W1": np.arange(6.0).reshape(2, 3), "b1": np.zeros((2, 1), np.float32)}

# A limit on the size of files stands for the full disk: the write fails in its middle, as it does there.
LIMITED = """
import resource, signal, sys, numpy as np
from dlutils.storage import save_parameters
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
if sys.argv[3] == "killed":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the system then kills the process in the middle of the write
try:
    save_parameters(sys.argv[1], {"W1": np.ones((100, 100))})
except OSError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("limit", [1, 511, 513, 4096, 80_000])
@pytest.mark.parametrize("end", ["error", "killed"])
@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="the system has no limit on the size of files")
def test_a_full_disk_or_a_killed_run_leaves_the_old_file(tmp_path, limit, end):
    """Wherever writing ends before its time, the old parameters can still be loaded, and an error leaves no rest."""
    path = tmp_path / "model.h5"
    save_parameters(path, PARAMETERS)
    before = path.read_bytes()
    command = [sys.executable, "-c", LIMITED, str(path), str(limit), end]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if end == "killed":
        assert run.returncode == -signal.SIGXFSZ
        assert sum(file.suffix == ".part" for file in tmp_path.iterdir()) == 1
    else:
        assert run.returncode == 1
        assert run.stderr.startswith(f"{path} must be writable; got: File too large.")
        assert [file.name for file in tmp_path.iterdir()] == ["model.h5"]
    assert path.read_bytes() == before


def test_a_reader_never_sees_half_a_file(tmp_path):
    """While one process saves 200 times, another that loads all the time always gets one set or the other, whole."""
    path = tmp_path / "model.h5"
    sets = [np.full((50, 50), 1.0), np.full((60, 60), 2.0)]
    save_parameters(path, {"W1": sets[0]})
    assert load_parameters(path)["W1"].shape == (50, 50)
    code = """
import sys, numpy as np
from dlutils.storage import save_parameters
for i in range(200):
    save_parameters(sys.argv[1], {"W1": np.full((60, 60) if i % 2 else (50, 50), 1.0 + i % 2)})
"""
    writer = subprocess.Popen([sys.executable, "-c", code, str(path)])
    seen = {(50, 50)}
    while writer.poll() is None:
        W1 = load_parameters(path)["W1"]
        np.testing.assert_array_equal(W1, sets[int(W1[0, 0]) - 1])
        seen.add(W1.shape)
    assert writer.returncode == 0
    seen.add(load_parameters(path)["W1"].shape)  # the last one, however fast the writer was
    assert seen == {(50, 50), (60, 60)}
