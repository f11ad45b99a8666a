"""The data files hold what they should, and nothing damaged gets past the loaders."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from sklearn.datasets import load_digits as load_uci_digits

from dlutils import datasets
from dlutils.datasets import Pictures, load_cats, load_digits, load_digits_binary
from dlutils.sealed import SEAL_SIZE, DataFileError, digest, seal

Loader = Callable[..., Pictures]
NAMES = ("train_images", "train_labels", "test_images", "test_labels")
LOADERS = pytest.mark.parametrize("load", [load_cats, load_digits])


def shipped(load: Loader) -> Path:
    """Return the path of the file that a loader reads."""
    return datasets.DATA / {load_cats: "cats.h5", load_digits: "digits.h5"}[load]


def altered(load: Loader, folder: Path, change: Callable[[h5py.File], None]) -> Path:
    """Return the path of a copy that `change` has edited and that is sealed again, as if it had been made so."""
    path = folder / "altered.h5"
    path.write_bytes(shipped(load).read_bytes())
    with h5py.File(path, "r+") as file:
        change(file)
    body = path.read_bytes()[SEAL_SIZE:]
    path.write_bytes(seal(body) + body)
    return path


def put(name: str, array: np.ndarray) -> Callable[[h5py.File], None]:
    """Return a change that puts an array in place of a dataset, with the right SHA-256."""

    def change(file: h5py.File) -> None:
        del file[name]
        file.create_dataset(name, data=array).attrs["sha256"] = digest(array)

    return change


def refusal(load: Loader, path: Path) -> str:
    """Return the message with which a loader refuses a file; check that it names the file and the remedy."""
    with pytest.raises(DataFileError) as caught:
        load(path)
    message = str(caught.value)
    assert str(path) in message
    assert message.endswith(datasets.REMEDY)
    assert "\n" not in message
    return message


@LOADERS
def test_the_files_hold_the_documented_arrays(load: Loader) -> None:
    """Images and labels have the documented shapes, kind and range, and images use the whole range."""
    layout = {load_cats: datasets.CATS, load_digits: datasets.DIGITS}[load]
    pictures = load()
    for part, m in (("train", layout.train), ("test", layout.test)):
        images, labels = getattr(pictures, f"{part}_images"), getattr(pictures, f"{part}_labels")
        assert images.shape == (m, *layout.picture)
        assert labels.shape == (m,)
        assert images.dtype == labels.dtype == np.uint8
        assert set(np.unique(labels)) == set(range(layout.classes))
        assert images.min() == 0
        assert 0.95 * layout.largest < images.max() <= layout.largest


def test_the_labels_of_the_cats_are_balanced_as_documented() -> None:
    """105 of 209 and 25 of 50 pictures are cats."""
    cats = load_cats()
    assert (int(cats.train_labels.sum()), int(cats.test_labels.sum())) == (105, 25)


def test_no_test_picture_is_also_a_training_picture_of_cats() -> None:
    """All 259 pictures differ."""
    cats = load_cats()
    pictures = np.concatenate([cats.train_images, cats.test_images])
    assert len({picture.tobytes() for picture in pictures}) == 259


def test_flat_puts_each_picture_in_a_column_and_scales_it() -> None:
    """Column i of X is picture i, row by row, colour last, divided by 255; Y is a row of floats."""
    cats = load_cats()
    X_train, Y_train, X_test, Y_test = cats.flat()
    assert X_train.shape == (12288, 209)
    assert X_test.shape == (12288, 50)
    assert X_train.dtype == Y_train.dtype == np.float64
    np.testing.assert_array_equal(X_train[:, 17].reshape(64, 64, 3) * 255, cats.train_images[17])
    np.testing.assert_array_equal(Y_train, [cats.train_labels])
    np.testing.assert_array_equal(Y_test, [cats.test_labels])


@pytest.mark.parametrize("digit", range(10))
def test_the_binary_view_marks_one_digit(digit: int) -> None:
    """Y is 1 where the label is the digit, else 0; X is ink from 0 to 1."""
    digits = load_digits()
    X_train, Y_train, X_test, Y_test = load_digits_binary(digit)
    assert (X_train.shape, X_test.shape) == ((64, 1437), (64, 360))
    assert (X_train.min(), X_train.max()) == (0, 1)
    np.testing.assert_array_equal(Y_train[0] == 1, digits.train_labels == digit)
    np.testing.assert_array_equal(Y_test[0] == 1, digits.test_labels == digit)
    assert set(np.unique(Y_train)) == {0.0, 1.0}


@pytest.mark.parametrize("digit", [-1, 10, 3.0, "3", True, None])
def test_the_binary_view_refuses_what_is_no_digit(digit: object) -> None:
    """Anything but a whole number from 0 to 9 gives a ValueError that says so."""
    with pytest.raises(ValueError, match="digit must be a whole number from 0 to 9; got"):
        load_digits_binary(digit)  # type: ignore[arg-type]


def test_the_digits_are_those_of_scikit_learn() -> None:
    """Both parts together hold every picture of the source once, with its label."""
    source, digits = load_uci_digits(), load_digits()
    ours = np.concatenate([digits.train_images, digits.test_images]).reshape(-1, 64)
    labels = np.concatenate([digits.train_labels, digits.test_labels])
    rows = np.column_stack([ours, labels]).astype(int)
    expected = np.column_stack([source.data, source.target]).astype(int)
    np.testing.assert_array_equal(rows[np.lexsort(rows.T)], expected[np.lexsort(expected.T)])


def test_the_tool_makes_the_shipped_files_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both files, made anew, hold exactly the arrays of the shipped ones."""
    tool = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "make_data.py"))
    tool["main"](tmp_path)
    assert capsys.readouterr().out.count("bytes") == 2
    for load in (load_cats, load_digits):
        made, kept = load(tmp_path / shipped(load).name), load()
        for name in NAMES:
            np.testing.assert_array_equal(getattr(made, name), getattr(kept, name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cats.h5", "digits.h5"]


def test_the_files_say_where_the_pictures_come_from() -> None:
    """Source and licence stand in the files; cats.h5 says that its pictures are drawn."""
    with h5py.File(shipped(load_digits)) as digits, h5py.File(shipped(load_cats)) as cats:
        assert "Alpaydin" in digits.attrs["source"]
        assert digits.attrs["licence"] == "CC BY 4.0"
        assert "drawn" in cats.attrs["title"]
        assert "MIT" in cats.attrs["licence"]


def test_the_files_are_small() -> None:
    """cats.h5 stays below 1.5 MB and digits.h5 below 100 kB."""
    assert shipped(load_cats).stat().st_size < 1_500_000
    assert shipped(load_digits).stat().st_size < 100_000


def test_a_copy_elsewhere_reads_the_same(tmp_path: Path) -> None:
    """`path` may name a copy, as a string or as a path."""
    copy = tmp_path / "copy.h5"
    copy.write_bytes(shipped(load_digits).read_bytes())
    np.testing.assert_array_equal(load_digits(str(copy)).test_images, load_digits(copy).test_images)


def test_a_change_that_is_sealed_again_is_read(tmp_path: Path) -> None:
    """The helper of the tests below makes files that load: what they refuse, they refuse for its own reason."""
    labels = load_digits().test_labels[::-1].copy()
    path = altered(load_digits, tmp_path, put("test_labels", labels))
    np.testing.assert_array_equal(load_digits(path).test_labels, labels)


@LOADERS
def test_truncation_at_any_length_is_refused(load: Loader, tmp_path: Path) -> None:
    """A file that lost its end, be it one byte or all of them, gives the one clear error."""
    content, path = shipped(load).read_bytes(), tmp_path / "short.h5"
    size = len(content)
    lengths = {*range(0, 600, 7), *range(600, size, size // 100), *range(size - 20, size)}
    for length in sorted(lengths):
        path.write_bytes(content[:length])
        refusal(load, path)


@LOADERS
def test_a_flipped_byte_anywhere_is_refused(load: Loader, tmp_path: Path) -> None:
    """One changed byte, in the seal, in HDF5's own structures or in a picture, never gives an array."""
    content, path = shipped(load).read_bytes(), tmp_path / "flipped.h5"
    rng = np.random.default_rng(0)
    for place in [*range(0, 512, 9), *range(512, 4096, 60), *rng.integers(4096, len(content), 60)]:
        damaged = bytearray(content)
        damaged[place] ^= int(rng.integers(1, 256))
        path.write_bytes(damaged)
        refusal(load, path)


def test_bytes_added_at_the_end_are_refused(tmp_path: Path) -> None:
    """A file with something behind it is not the file that was sealed."""
    path = tmp_path / "long.h5"
    path.write_bytes(shipped(load_digits).read_bytes() + b"\0")
    assert "must match the SHA-256 at its start" in refusal(load_digits, path)


@pytest.mark.parametrize("content", [b"", b"\x89HDF\r\n\x1a\n", b"label,pixel\n1,0\n"])
def test_a_foreign_file_is_refused(content: bytes, tmp_path: Path) -> None:
    """An empty file, a bare HDF5 signature and a table give an error that says which file was wanted."""
    path = tmp_path / "foreign.h5"
    path.write_bytes(content)
    assert "must be the data file cats.h5; got a file that does not begin like one" in refusal(load_cats, path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """A path where no file is gives the same clear error."""
    assert "got none to read (No such file or directory)" in refusal(load_cats, tmp_path / "cats.h5")
    assert "got none to read" in refusal(load_cats, tmp_path)


def test_the_other_data_file_is_refused(tmp_path: Path) -> None:
    """Digits are not cats: the error names dataset, wanted shape and found shape."""
    message = refusal(load_cats, shipped(load_digits))
    assert "train_images must have shape (209, 64, 64, 3); got (1437, 8, 8)" in message


def test_sealed_bytes_that_are_no_hdf5_are_refused(tmp_path: Path) -> None:
    """The right seal before the wrong content gives an error, too."""
    path = tmp_path / "sealed.h5"
    path.write_bytes(seal(b"no HDF5") + b"no HDF5")
    assert "must be an HDF5 file" in refusal(load_cats, path)


@pytest.mark.parametrize("version", [2, 0, "1", None])
def test_another_format_version_is_refused(version: object, tmp_path: Path) -> None:
    """A later, an earlier, an ill-typed and a missing version are named."""

    def change(file: h5py.File) -> None:
        del file.attrs["format_version"]
        if version is not None:
            file.attrs["format_version"] = version

    message = refusal(load_digits, altered(load_digits, tmp_path, change))
    assert f"must have format_version 1; got {version}" in message


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_dataset_is_named(name: str, tmp_path: Path) -> None:
    """Each of the four is missed, and also when a group has its name."""

    def remove(file: h5py.File) -> None:
        del file[name]

    def replace(file: h5py.File) -> None:
        del file[name]
        file.create_group(name)

    for change in (remove, replace):
        assert f"must hold the dataset {name}; got none" in refusal(load_digits, altered(load_digits, tmp_path, change))


@pytest.mark.parametrize(
    ("name", "array", "problem"),
    [
        ("test_labels", np.zeros(360), "test_labels must hold uint8; got float64"),
        ("test_labels", np.zeros(360, np.int8), "test_labels must hold uint8; got int8"),
        ("test_labels", np.zeros((360, 1), np.uint8), "test_labels must have shape (360,); got (360, 1)"),
        ("test_images", np.zeros((360, 64), np.uint8), "test_images must have shape (360, 8, 8); got (360, 64)"),
        ("train_labels", np.full(1437, 10, np.uint8), "train_labels must lie in 0..9; got 10"),
        ("test_images", np.full((360, 8, 8), 17, np.uint8), "test_images must lie in 0..16; got 17"),
    ],
)
def test_a_wrong_dataset_is_named(name: str, array: np.ndarray, problem: str, tmp_path: Path) -> None:
    """Wrong kind, shape or range gives an error with the dataset, what it must be and what it is."""
    assert problem in refusal(load_digits, altered(load_digits, tmp_path, put(name, array)))


@pytest.mark.parametrize("kept", [True, False])
def test_a_dataset_that_does_not_match_its_own_sum_is_refused(kept: bool, tmp_path: Path) -> None:
    """Numbers edited within the file are noticed even if the file is sealed again, with the old sum or with none."""

    def change(file: h5py.File) -> None:
        file["test_labels"][0] = (file["test_labels"][0] + 1) % 10
        if not kept:
            del file["test_labels"].attrs["sha256"]

    message = refusal(load_digits, altered(load_digits, tmp_path, change))
    assert "test_labels must have the SHA-256 that it carries" in message


def test_an_unreadable_dataset_is_named(tmp_path: Path) -> None:
    """A compressed block that does not unpack gives the clear error, not h5py's own."""

    def change(file: h5py.File) -> None:
        file["test_images"].id.write_direct_chunk((0, 0, 0), b"not gzip")

    assert "test_images must be readable; got a damaged dataset" in refusal(
        load_digits, altered(load_digits, tmp_path, change)
    )


def test_loading_leaves_the_file_as_it_was() -> None:
    """Reading changes no byte, and each call gives arrays of its own."""
    before = shipped(load_digits).read_bytes()
    load_digits().train_images[:] = 0
    assert shipped(load_digits).read_bytes() == before
    assert load_digits().train_images.any()
