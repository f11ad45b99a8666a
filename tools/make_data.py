"""Write dlutils/data/digits.h5 and dlutils/data/cats.h5 anew: `python tools/make_data.py [folder]`.

The same library versions give the same bytes. scikit-learn, which brings the digits along, is needed only here.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import h5py
import numpy as np
from sklearn.datasets import load_digits as load_uci_digits

from dlutils.datasets import CATS, DATA, DIGITS, FORMAT_VERSION, Pictures
from dlutils.drawing import SHIPPED_SEED, draw_pictures
from dlutils.sealed import HDF5_OPTIONS, digest, write_sealed

SPLIT_SEED = 0

CATS_ORIGIN = {
    "title": "Cats and other things: 64 x 64 colour pictures drawn by a program",
    "source": f"dlutils.drawing.draw_pictures(seed={SHIPPED_SEED}); drawn for this course, no photographs",
    "licence": "MIT, as the package",
}
DIGITS_ORIGIN = {
    "title": "Handwritten digits: 8 x 8 pictures, ink 0..16",
    "source": (
        "E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, "
        "doi:10.24432/C50P49; its test part (1797 pictures by 13 people) as bundled with scikit-learn"
    ),
    "licence": "CC BY 4.0",
    "changes": f"stored as 8-bit numbers, put in random order (seed {SPLIT_SEED}), divided in two parts",
}


def split_digits() -> Pictures:
    """Return scikit-learn's digits in a random order, divided into a part to train and a part to test on.

    Returns
    -------
    Pictures
        1437 and 360 images of shape (8, 8). The same people wrote both parts: the source does not tell them apart.
    """
    digits = load_uci_digits()
    order = np.argsort(np.random.default_rng(SPLIT_SEED).random(len(digits.target)), kind="stable")
    images, labels = digits.images.astype(np.uint8)[order], digits.target.astype(np.uint8)[order]
    return Pictures(
        images[: DIGITS.train], labels[: DIGITS.train], images[DIGITS.train :], labels[DIGITS.train :], DIGITS.largest
    )


def write(path: Path, pictures: Pictures, origin: Mapping[str, str]) -> None:
    """Write a data file, sealed by SHA-256 as a whole and dataset by dataset; replace an older file only when done.

    Parameters
    ----------
    path : Path
        The file.
    pictures : Pictures
        What goes in.
    origin : mapping of str
        Title, source, licence: attributes of the file.
    """
    # Made on the disk, not in memory: HDF5 lays out the two differently, and the shipped files were made like this.
    with TemporaryDirectory() as folder:
        body = Path(folder) / path.name
        # No time stamps, and a fixed range of HDF5 versions: the same pictures give the same bytes.
        with h5py.File(body, "w", **HDF5_OPTIONS) as file:
            file.attrs["format_version"] = FORMAT_VERSION
            for name, text in origin.items():
                file.attrs[name] = text
            for name in ("train_images", "train_labels", "test_images", "test_labels"):
                array = getattr(pictures, name)
                dataset = file.create_dataset(
                    name, data=array, chunks=array.shape, compression="gzip", compression_opts=9, track_times=False
                )
                dataset.attrs["sha256"] = digest(array)
        write_sealed(path, body.read_bytes())


def main(folder: Path = DATA) -> None:
    """Write both files into a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for layout, pictures, origin in (
        (DIGITS, split_digits(), DIGITS_ORIGIN),
        (CATS, draw_pictures(SHIPPED_SEED), CATS_ORIGIN),
    ):
        write(folder / layout.file, pictures, origin)
        print(f"{folder / layout.file}: {(folder / layout.file).stat().st_size} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
