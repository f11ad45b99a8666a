"""Saved parameters come back bit by bit, damaged files are refused, and a write that fails leaves the old file."""

import io
import math
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlutils import storage
from dlutils.datasets import DATA
from dlutils.sealed import HDF5_OPTIONS, SEAL_SIZE, DataFileError, digest, seal
from dlutils.storage import load_history, load_parameters, save_history, save_parameters

PARAMETERS = {"W1": np.arange(6.0).reshape(2, 3), "b1": np.zeros((2, 1), np.float32), "b": np.float64(0.5)}
names = st.text(min_size=1, max_size=12).filter(lambda name: name.isprintable() and "/" not in name and name != ".")
floats = st.sampled_from([np.float16, np.float32, np.float64])
arrays = floats.flatmap(lambda kind: hnp.arrays(kind, hnp.array_shapes(min_dims=0, min_side=0, max_side=4)))


def contents(folder):
    """Return the names of the files in a folder, those that begin with a dot included."""
    return [path.name for path in folder.iterdir()]


def refusal(path, load=load_parameters):
    """Return the message with which a file is refused; check that it names file and remedy, in one line."""
    with pytest.raises(DataFileError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert message.endswith(storage.REMEDY)
    assert "\n" not in message
    return message


def altered(folder, change):
    """Return the path of a file of parameters that `change` has edited and that is sealed again."""
    path = folder / "altered.h5"
    save_parameters(path, PARAMETERS)
    with h5py.File(path, "r+") as file:
        change(file)
    body = path.read_bytes()[SEAL_SIZE:]
    path.write_bytes(seal(body) + body)
    return path


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(names, arrays, min_size=1, max_size=5))
def test_parameters_come_back_bit_by_bit(tmp_path_factory, parameters):
    """Names, order, shapes, kinds and every bit survive, nan, infinities, -0 and empty arrays included."""
    path = tmp_path_factory.mktemp("p") / "model.h5"
    save_parameters(path, parameters)
    loaded = load_parameters(path)
    assert list(loaded) == list(parameters)
    for name, array in parameters.items():
        assert loaded[name].shape == array.shape
        assert loaded[name].dtype == array.dtype
        assert loaded[name].tobytes() == array.tobytes()


@pytest.mark.parametrize("costs", [[0.7, 0.5, math.nan, math.inf], (1, 2), np.float32([0.25]), []])
def test_a_history_comes_back_as_rows(tmp_path, costs):
    """Lists, tuples and arrays of numbers, divergence included, come back as arrays of shape (number of values,)."""
    path = str(tmp_path / "history.h5")
    save_history(path, {"costs": costs, "rate": [0.1]})
    loaded = load_history(path)
    assert list(loaded) == ["costs", "rate"]
    np.testing.assert_array_equal(loaded["costs"], np.asarray(costs, float))
    assert loaded["costs"].ndim == 1


def test_more_than_nine_layers_keep_their_order(tmp_path):
    """W10 comes after W9, not after W1."""
    parameters = {f"{kind}{layer}": np.full((1, 1), layer) for layer in range(1, 31) for kind in "Wb"}
    save_parameters(tmp_path / "deep.h5", parameters)
    assert list(load_parameters(tmp_path / "deep.h5")) == list(parameters)


def test_kinds_of_number_follow_the_rule_of_the_package(tmp_path):
    """float32 stays float32, integers and booleans become float64, and what was given is not changed."""
    given_array = np.array([[1, 2]])
    save_parameters(tmp_path / "a.h5", {"i": given_array, "t": [True], "f": np.float32([1])})
    loaded = load_parameters(tmp_path / "a.h5")
    assert [loaded[name].dtype for name in "itf"] == [np.float64, np.float64, np.float32]
    assert given_array.dtype.kind == "i"


def test_adding_to_a_loaded_number_does_not_change_the_parameters(tmp_path):
    """A bias that is one number comes back as a number, so `z += 1` makes a new one."""
    save_parameters(tmp_path / "a.h5", {"b": 0.5})
    loaded = load_parameters(tmp_path / "a.h5")
    z = loaded["b"]
    z += 1
    assert loaded == {"b": 0.5}


def test_other_programs_can_read_the_file(tmp_path):
    """h5py alone reads version, arrays and the SHA-256 of each, and the same parameters give the same bytes."""
    save_parameters(tmp_path / "a.h5", PARAMETERS)
    save_parameters(tmp_path / "b.h5", PARAMETERS)
    assert (tmp_path / "a.h5").read_bytes() == (tmp_path / "b.h5").read_bytes()
    with h5py.File(tmp_path / "a.h5") as file:
        assert file.attrs["format_version"] == 1
        for name, array in PARAMETERS.items():
            np.testing.assert_array_equal(file["parameters"][name][()], array)
            assert file["parameters"][name].attrs["sha256"] == digest(array)


def test_a_file_cut_short_at_any_byte_is_refused(tmp_path):
    """Whatever the length that is left, from none to all but one, there is an error and no array."""
    path = tmp_path / "a.h5"
    save_parameters(path, PARAMETERS)
    with path.open("r+b") as file:
        for length in reversed(range(path.stat().st_size)):
            file.truncate(length)
            refusal(path)
    assert path.stat().st_size == 0


def test_a_flipped_byte_anywhere_is_refused(tmp_path):
    """Every byte of the file matters: each one, changed at random, gives an error and no array."""
    path = tmp_path / "a.h5"
    save_parameters(path, PARAMETERS)
    content, rng = path.read_bytes(), np.random.default_rng(0)
    with path.open("r+b", buffering=0) as file:
        for place, byte in enumerate(content):
            for value in (byte ^ int(rng.integers(1, 256)), byte):  # damaged, then mended again
                file.seek(place)
                file.write(bytes([value]))
                if value != byte:
                    refusal(path)
    assert list(load_parameters(path)) == list(PARAMETERS)


@pytest.mark.parametrize("content", [b"", b"\x89HDF\r\n\x1a\n", b"PK\x03\x04 an npz", b"\x80\x04 a pickle"])
def test_a_foreign_file_is_refused(tmp_path, content):
    """An empty file, a bare HDF5 signature, an archive and a pickle are not opened at all."""
    path = tmp_path / "foreign.h5"
    path.write_bytes(content)
    assert "must be a file of parameters; got a file that does not begin like one" in refusal(path)


def test_a_plain_hdf5_file_is_refused(tmp_path):
    """An HDF5 file that carries no seal is not ours."""
    with h5py.File(tmp_path / "plain.h5", "w") as file:
        file["parameters/W1"] = np.eye(2)
    assert "does not begin like one" in refusal(tmp_path / "plain.h5")


def test_no_file_and_a_folder_are_refused(tmp_path):
    """A path where no file is says so."""
    assert "must be a file of history; got none to read (No such file or directory)" in refusal(
        tmp_path / "no.h5", load_history
    )
    assert "got none to read" in refusal(tmp_path)


def test_files_of_another_kind_are_refused(tmp_path):
    """A history is no parameters, parameters are no history, and the digits are neither."""
    save_parameters(tmp_path / "p.h5", PARAMETERS)
    save_history(tmp_path / "h.h5", {"costs": [1.0]})
    assert "must hold parameters; got a file of another kind" in refusal(tmp_path / "h.h5")
    assert "must hold history; got a file of another kind" in refusal(tmp_path / "p.h5", load_history)
    assert "must hold parameters" in refusal(DATA / "digits.h5")


def test_another_format_version_is_refused(tmp_path):
    """A file of a later version of this package is named as such."""
    assert "must have format_version 1; got 2" in refusal(
        altered(tmp_path, lambda file: file.attrs.modify("format_version", 2))
    )


def swap(array, **options):
    """Return a change that puts another array in the place of W1, with its right SHA-256."""

    def change(file):
        del file["parameters/W1"]
        file.create_dataset("parameters/W1", data=array, **options).attrs["sha256"] = digest(np.asarray(array))

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (swap(np.eye(2, dtype=int)), "W1 must hold float16 or float32 or float64; got int64"),
        (swap(np.eye(2, dtype=complex)), "W1 must hold float16 or float32 or float64; got complex128"),
        (swap(np.bytes_(b"text")), "W1 must hold float16 or float32 or float64; got |S4"),
        (swap(np.zeros((90, 90)), compression="gzip"), "W1 must be stored whole and not compressed"),
        (lambda file: file["parameters/W1"].write_direct(np.ones((2, 3))), "W1 must have the SHA-256 that it carries"),
        (lambda file: file["parameters/W1"].attrs.pop("sha256"), "W1 must have the SHA-256 that it carries"),
        (lambda file: file.create_group("parameters/W2"), "must hold the dataset W2; got none"),
    ],
)
def test_a_wrong_dataset_is_named(tmp_path, change, problem):
    """An edited file that was sealed again is refused with the name of the dataset that is wrong."""
    assert problem in refusal(altered(tmp_path, change))


def test_a_dataset_without_its_bytes_is_refused(tmp_path):
    """A file of a few kilobytes that claims a matrix of 8 exabytes gives an error, and no such matrix is asked for."""

    def change(file):
        del file["parameters/W1"]
        file.create_dataset("parameters/W1", shape=(10**9, 10**9), dtype=float)

    assert "W1 must be stored whole" in refusal(altered(tmp_path, change))


@pytest.mark.parametrize(
    ("save", "arrays", "error", "message"),
    [
        (save_parameters, [1.0], TypeError, "parameters must be a dict of arrays; got list"),
        (save_parameters, {}, ValueError, "parameters must hold at least one array; got none"),
        (save_parameters, {1: [1.0]}, TypeError, "parameters must have strings as names; got 1"),
        (save_parameters, {"a/b": [1.0]}, ValueError, "without a slash; got 'a/b'"),
        (save_parameters, {"": [1.0]}, ValueError, "without a slash; got ''"),
        (save_parameters, {".": [1.0]}, ValueError, "without a slash; got '.'"),
        (save_parameters, {"a\0": [1.0]}, ValueError, "of printable characters"),
        (save_parameters, {"W1": "text"}, TypeError, r'parameters\["W1"\] must hold real numbers'),
        (save_parameters, {"W1": [1j]}, TypeError, r'parameters\["W1"\] must hold real numbers; got dtype complex128'),
        (
            save_history,
            {"costs": 1.0},
            ValueError,
            r'history\["costs"\] must have shape \(number of values,\); got \(\)',
        ),
        (save_history, {"costs": [[1.0]]}, ValueError, r"got \(1, 1\)"),
    ],
)
def test_what_cannot_be_saved_is_refused_before_anything_is_written(tmp_path, save, arrays, error, message):
    """Bad arrays and names are named, and the file that was there stays."""
    path = tmp_path / "a.h5"
    path.write_bytes(b"old")
    with pytest.raises(error, match=message):
        save(path, arrays)
    assert path.read_bytes() == b"old"
    assert contents(tmp_path) == ["a.h5"]


@pytest.mark.parametrize("name", ["folder", "none/a.h5"])
def test_a_path_that_cannot_be_written_is_refused(tmp_path, name):
    """A folder in place of the file, and a folder that is not there, give a clear error and leave nothing behind."""
    (tmp_path / "folder" / "full").mkdir(parents=True)
    with pytest.raises(DataFileError, match=r"must be writable; got: .*\. Choose another folder"):
        save_parameters(tmp_path / name, PARAMETERS)
    assert contents(tmp_path) == ["folder"]


def test_a_sealed_file_that_is_no_hdf5_is_refused(tmp_path):
    """The right seal before other content gives the clear error, too."""
    (tmp_path / "a.h5").write_bytes(seal(b"text") + b"text")
    assert "must be an HDF5 file; got one that does not open" in refusal(tmp_path / "a.h5")


def test_saving_large_parameters_takes_their_size_and_little_more(tmp_path):
    """The file of a million numbers is 8 bytes for each, and less than 10 kB of the rest."""
    save_parameters(tmp_path / "a.h5", {"W1": np.zeros((1000, 1000))})
    assert 8_000_000 < (tmp_path / "a.h5").stat().st_size < 8_010_000


def test_a_group_in_place_of_the_parameters_is_asked_for(tmp_path):
    """A dataset that is named parameters is not the group of that name."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", **HDF5_OPTIONS) as file:
        file.attrs["format_version"] = 1
        file["parameters"] = [1.0]
    body = buffer.getvalue()[SEAL_SIZE:]
    path = Path(tmp_path, "a.h5")
    path.write_bytes(seal(body) + body)
    assert "must hold parameters; got a file of another kind" in refusal(path)
