"""What the seal of a file vouches for, and how a sealed file is written."""

import hashlib
import subprocess
import sys

import h5py
import numpy as np
import pytest

from dlutils.sealed import HDF5_OPTIONS, SEAL_SIZE, DataFileError, SealedFile, digest, seal, write_sealed


def content(version=1):
    """Return an HDF5 file, not sealed yet, with one dataset."""
    with h5py.File("memory", "w", driver="core", backing_store=False, **HDF5_OPTIONS) as file:
        file.attrs["format_version"] = version
        file.create_dataset("a", data=[1.0, 2.0]).attrs["sha256"] = digest(np.array([1.0, 2.0]))
        file.flush()
        image = file.id.get_file_image()
    return bytes(SEAL_SIZE) + image


def test_the_seal_holds_the_sum_of_the_body():
    """The block is 512 bytes: a title, the SHA-256 of what follows in 64 digits, and zeros."""
    block = seal(b"body")
    title, digits, rest = block.split(b"\n")
    assert title == b"dlutils data file, sha256 of the rest:"
    assert digits == hashlib.sha256(b"body").hexdigest().encode()
    assert rest == bytes(SEAL_SIZE - len(title) - len(digits) - 2)


def test_the_digest_depends_on_bytes_in_c_order():
    """A transposed copy has the sum of its own order, whatever its layout in memory."""
    array = np.arange(6.0).reshape(2, 3)
    assert digest(array.T) == digest(np.ascontiguousarray(array.T))
    assert digest(array.T) != digest(array)


def test_what_is_written_can_be_opened(tmp_path):
    """A sealed file opens and gives its array; the folder holds that file only."""
    path = tmp_path / "a.h5"
    write_sealed(path, content())
    source = SealedFile(path, "a test file", 1, "Mend it.")
    with source.open() as file:
        np.testing.assert_array_equal(source.array(file, "a", ("float64",)), [1.0, 2.0])
        np.testing.assert_array_equal(source.array(file, "a", ("float64",), (2,)), [1.0, 2.0])
        with pytest.raises(DataFileError, match=r"a must have shape \(3,\); got \(2,\)\. Mend it\."):
            source.array(file, "a", ("float64",), (3,))
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.h5"]


def test_a_file_can_be_read_by_others_as_far_as_the_user_allows(tmp_path):
    """The file has the rights of any new file of this user, not those of a private temporary one."""
    write_sealed(tmp_path / "a.h5", content())
    (tmp_path / "b").touch()
    assert (tmp_path / "a.h5").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_an_error_names_version_and_remedy(tmp_path):
    """A file of version 2 is refused where version 1 is wanted, with path and remedy."""
    write_sealed(tmp_path / "a.h5", content(version=2))
    with pytest.raises(DataFileError) as caught:
        SealedFile(tmp_path / "a.h5", "a test file", 1, "Mend it.").open()
    assert str(caught.value) == f"{tmp_path / 'a.h5'} must have format_version 1; got 2. Mend it."


def test_an_interruption_leaves_no_rest(tmp_path):
    """Ctrl-C in the middle of a write passes through, and the unfinished file is gone."""
    code = """
import signal, sys, threading
from pathlib import Path
from dlutils.sealed import write_sealed
folder = Path(sys.argv[1])
def interrupt():
    while not any(folder.iterdir()):
        pass
    signal.raise_signal(signal.SIGINT)
threading.Thread(target=interrupt, daemon=True).start()
try:
    for i in range(1000):
        write_sealed(folder / "a.h5", bytes(20_000_000))
except KeyboardInterrupt:
    print([path.name for path in folder.iterdir() if path.name != "a.h5"])
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
