"""Reading a download: what is read, and that nothing in it leads out of it, grows without bound or ends the run."""

import io
import os
import random
import socket
import stat
import struct
import time
import zipfile
import zlib
from datetime import UTC, datetime

import pytest

from dlutils.grading import archives
from dlutils.grading.archives import UnreadableError, opened, student_budget, unpacked, whole_budget
from dlutils.grading.errors import CourseError
from dlutils.grading.reading import MAX_BYTES


def made(*files, **options):
    """Return a zip of names, or entries, and contents."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def entry(name, mode=0, **settings):
    """Return an entry of a zip."""
    info = zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    for key, value in settings.items():
        setattr(info, key, value)
    return info


def refusals(contents):
    """Return the reasons by name of what is not listed."""
    return dict(contents.refused)


def read(contents, path, limit=MAX_BYTES):
    """Read one file."""
    (found,) = (entry for entry in contents.entries if entry.path == path)
    return found.read(whole_budget(), limit)


def test_a_zip_is_read_as_it_is(tmp_path):
    """Names, contents and times of an honest zip arrive; folders are no files."""
    (tmp_path / "a.zip").write_bytes(made((entry("x/"), b""), (entry("x/a.ipynb"), b"{}"), (entry("b.txt"), b"b")))
    with opened(tmp_path / "a.zip") as contents:
        assert [one.path for one in contents.entries] == ["x/a.ipynb", "b.txt"]
        assert read(contents, "x/a.ipynb") == b"{}"
        assert contents.entries[0].time == datetime(2026, 3, 1, 12).astimezone(UTC)
        assert contents.refused == []


def test_a_time_in_utc_is_exact():
    """The time that Info-ZIP adds counts, whatever the local time of the maker's machine was."""
    moment = int(datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC).timestamp())
    extra = struct.pack("<HHBi", 0x5455, 5, 1, moment)
    assert unpacked(made((entry("a", extra=extra), b""))).entries[0].time == datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("extra", [b"", b"\x55", struct.pack("<HHB", 0x5455, 1, 0), struct.pack("<HH", 7, 0)])
def test_no_time_is_none(extra):
    """The time of a maker that knew none is not taken for one, and a broken one ends nothing."""
    content = made((entry("a", date_time=(1980, 1, 1, 0, 0, 0)), b""))
    place = content.index(b"PK\x01\x02")
    content = content[: place + 30] + struct.pack("<H", len(extra)) + content[place + 32 :]
    end = content.index(b"PK\x05\x06")
    content = content[:end] + extra + content[end:]
    end += len(extra)
    content = content[: end + 12] + struct.pack("<I", end - place) + content[end + 16 :]
    assert unpacked(content).entries[0].time is None


def test_a_date_that_is_none_is_none():
    """The 31st of June, or second 62, is no time, and no error."""
    content = made((entry("a"), b""))
    broken = content.replace(content[10:14], struct.pack("<HH", 0xFFFF, (46 << 9) | (6 << 5) | 31))
    assert unpacked(broken).entries[0].time is None


@pytest.mark.parametrize("name", ["Jürgen.ipynb", "李.ipynb", "плюс.ipynb"])
@pytest.mark.parametrize("said", [True, False], ids=["says UTF-8", "does not say it"])
def test_names_in_utf8_arrive(name, said):
    """A name in UTF-8 arrives, also from a program that does not say that it is UTF-8."""
    content = made((entry("N" * len(name.encode())), b""))
    content = content.replace(b"N" * len(name.encode()), name.encode())
    if said:
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = content.index(mark) + offset
            content = content[:place] + struct.pack("<H", 0x800) + content[place + 2 :]
    contents = unpacked(content)
    assert [one.path for one in contents.entries] == [name]
    assert read(contents, name) == b""


def test_names_in_cp437_arrive():
    """A name as old Windows programs write it arrives."""
    content = made((entry("Jxrgen.ipynb"), b"1")).replace(b"Jxrgen", "Jürgen".encode("cp437"))
    contents = unpacked(content)
    assert read(contents, "Jürgen.ipynb") == b"1"


def test_backslashes_part_folders():
    """A zip of an old Windows program has its folders."""
    assert [one.path for one in unpacked(made((entry("ann\\a.ipynb"), b""))).entries] == ["ann/a.ipynb"]


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        (entry("../a"), "leads out"),
        (entry("x/../../a"), "leads out"),
        (entry("x\\..\\..\\a"), "leads out"),
        (entry("/etc/passwd"), "absolute"),
        (entry("\\\\server\\a"), "absolute"),
        (entry("C:/a"), "absolute"),
        (entry("c:a"), "absolute"),
        (entry("link", stat.S_IFLNK | 0o777), "a link"),
        (entry("device", stat.S_IFCHR | 0o666), "special file"),
        (entry("disk", stat.S_IFBLK | 0o666), "special file"),
        (entry("pipe", stat.S_IFIFO | 0o666), "special file"),
        (entry("socket", stat.S_IFSOCK | 0o666), "special file"),
        (entry("a\x1b[2Jb"), "control characters"),
        (entry("a\nb"), "control characters"),
        (entry("a\u202eb"), "control characters"),
        (entry("a\x9bb"), "control characters"),
        (entry("x/" * 40 + "a"), "too deep"),
        (entry("./."), "no name"),
    ],
    ids=lambda value: getattr(value, "filename", value)[:12].encode("ascii", "backslashreplace").decode(),
)
def test_what_leads_out_or_is_no_file_is_set_aside(info, reason):
    """Each entry of a kind that is not read has its reason, and the file beside it is read."""
    contents = unpacked(made((info, b"/etc/passwd"), (entry("good"), b"good")))
    assert [one.path for one in contents.entries] == ["good"]
    assert reason in contents.refused[0][1]
    assert read(contents, "good") == b"good"


def test_a_name_with_a_nul_is_set_aside():
    """A name is not cut at a character that ends it for the system."""
    content = made((entry("a.ipynb_b"), b"")).replace(b"a.ipynb_b", b"a.ipynb\0b")
    assert "control characters" in unpacked(content).refused[0][1]


def test_encrypted_and_strangely_packed_entries_are_set_aside():
    """What is encrypted, or packed in a way whose pieces have no bound, is not read; the rest is."""
    target = io.BytesIO(made((entry("secret"), b"x"), (entry("good"), b"good")))
    content = bytearray(target.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    contents = unpacked(bytes(content))
    assert refusals(contents) == {"secret": "it is encrypted"}
    assert read(contents, "good") == b"good"
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        reason = unpacked(made((entry("a", compress_type=method), b"x"))).refused[0][1]
        assert reason == f"it is packed in a way that is not read (method {method})"


def test_a_wrong_checksum_and_broken_data_are_reasons():
    """Contents that are not those that were packed are not handed on; the entry beside is."""
    content = made((entry("bad", compress_type=zipfile.ZIP_STORED), b"content here"), (entry("good"), b"good"))
    contents = unpacked(content.replace(b"content here", b"CONTENT HERE"))
    with pytest.raises(UnreadableError, match="Bad CRC-32"):
        read(contents, "bad")
    assert read(contents, "good") == b"good"
    packed = bytearray(made((entry("bad"), random.Random(1).randbytes(3000)), (entry("good"), b"good")))
    packed[40:200] = b"\xff" * 160
    contents = unpacked(bytes(packed))
    with pytest.raises(UnreadableError, match="cannot be unpacked"):
        read(contents, "bad")
    assert read(contents, "good") == b"good"


def test_any_broken_byte_ends_in_a_reason():
    """Whatever byte of a zip is changed, it is read, or there is a reason; nothing else happens."""
    content = made((entry("a/b.ipynb"), b"{}" * 50), (entry("c.txt"), b"text"))
    rng = random.Random(7)
    for _ in range(1500):
        broken = bytearray(content)
        for _ in range(rng.choice([1, 1, 2, 8])):
            broken[rng.randrange(len(broken))] = rng.choice([0, 255, rng.randrange(256)])
        if rng.random() < 0.2:
            del broken[rng.randrange(len(broken)) :]
        try:
            contents = unpacked(bytes(broken))
        except UnreadableError:
            continue
        for one in contents.entries:
            try:
                one.read(whole_budget())
            except UnreadableError as error:
                assert "\n" not in str(error)


def test_a_file_over_the_bound_is_set_aside():
    """A file of more bytes than a notebook may have is not read; one of exactly so many is."""
    size = 3000
    contents = unpacked(made((entry("a", compress_type=zipfile.ZIP_STORED), b"x" * size)))
    assert len(read(contents, "a", size)) == size
    with pytest.raises(UnreadableError, match="more than 2999 bytes"):
        read(contents, "a", size - 1)


def test_a_bomb_is_not_unpacked():
    """An entry that grows a thousand times is stopped long before its end, in bounded memory and time."""
    contents = unpacked(made((entry("bomb"), b"\0" * (300 << 20))))
    begin = time.perf_counter()
    budget = whole_budget()
    with pytest.raises(UnreadableError, match="zip bombs"):
        contents.entries[0].read(budget, 1 << 40)
    assert time.perf_counter() - begin < 5
    assert archives.MAX_TOTAL - budget.left < 80 << 20


def test_an_announced_size_is_not_believed():
    """A bomb that says it has ten bytes gives a reason, not ten bytes; one that says it has none too."""
    content = made((entry("bomb"), b"\0" * (30 << 20)))
    for said in (10, 0, 0xFFFFFFF0):
        lie = content.replace(struct.pack("<I", 30 << 20), struct.pack("<I", said))
        with pytest.raises(UnreadableError):
            unpacked(lie).entries[0].read(whole_budget())


def test_all_together_is_bounded(monkeypatch):
    """Many files that are small enough each are too much together: of one student, and of a whole download."""
    monkeypatch.setattr(archives, "MAX_STUDENT", 2500)
    contents = unpacked(made(*((entry(str(i)), bytes([i]) * 1000) for i in range(5))))
    whole = whole_budget()
    budget = student_budget(whole)
    assert [len(one.read(budget)) for one in contents.entries[:2]] == [1000, 1000]
    with pytest.raises(UnreadableError, match="of one student"):
        contents.entries[2].read(budget)
    assert len(contents.entries[3].read(student_budget(whole))) == 1000
    whole.left = 500
    with pytest.raises(UnreadableError, match="of the download"):
        contents.entries[4].read(student_budget(whole))


def test_entries_that_share_their_bytes_are_bounded():
    """Ten thousand entries that all point at the same data cost no more than the budget."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(os.urandom(1 << 20)) + packed.flush()
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(data), 1 << 20, 1, 0) + b"a"
    row = (
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(data), 1 << 20, 1, 0, 0, 0, 0, 0, 0) + b"a"
    )
    size = len(row) * 10_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10_000, 10_000, size, len(head) + len(data), 0)
    contents = unpacked(head + data + row * 10_000 + end)
    budget = student_budget(whole_budget())
    reasons = set()
    for one in contents.entries:
        try:
            one.read(budget)
        except UnreadableError as error:
            reasons.add(str(error).split(" (")[0])
    assert any("of one student" in reason for reason in reasons)


def test_too_many_entries_are_refused():
    """A zip with more files than any class hands in is refused as a whole, before its files are looked at."""
    with pytest.raises(UnreadableError, match="at most 20000"):
        unpacked(made(*((str(i), b"") for i in range(20_001))))


def test_a_huge_list_of_contents_is_not_read():
    """A zip whose list of contents is longer than any honest one is refused without holding that list."""
    filler = b"x" * 60_000
    content = made(*((entry(f"{i}", comment=filler), b"") for i in range(80)))
    with pytest.raises(UnreadableError, match="list of contents is too long"):
        unpacked(content)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\xff" * 18, b"\x1f\x8b" + b"x" * 99])
def test_no_zip_is_one_line(tmp_path, content):
    """A download that is no zip ends in one line that says so."""
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(CourseError, match="must be a zip file or a folder") as caught, opened(tmp_path / "a.zip"):
        pass
    assert "\n" not in caught.value.message


def test_no_download_is_one_line(tmp_path):
    """A download that is not there, or a pipe, ends in one line, and nothing waits for the pipe."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing.zip", "pipe"):
        with pytest.raises(CourseError, match="must be a zip file or a folder"), opened(tmp_path / name):
            pass


def test_what_goes_wrong_inside_is_not_taken_for_a_bad_download(tmp_path):
    """An error of the one who reads keeps its own name."""
    with pytest.raises(FileNotFoundError), opened(tmp_path):
        raise FileNotFoundError("mine")


def test_links_pipes_and_devices_in_a_folder_are_not_followed(tmp_path):
    """In a folder, links to files and folders, pipes and sockets are set aside; nothing waits, and the rest is read."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.ipynb").write_text("secret")
    folder = tmp_path / "download"
    (folder / "ann").mkdir(parents=True)
    (folder / "ann" / "a.ipynb").write_text("{}")
    (folder / "file").symlink_to(tmp_path / "secret" / "a.ipynb")
    (folder / "folder").symlink_to(tmp_path / "secret")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    here = socket.socket(socket.AF_UNIX)
    here.bind(str(folder / "socket"))
    here.close()
    with opened(folder) as contents:
        assert [one.path for one in contents.entries] == ["ann/a.ipynb"]
        assert refusals(contents) == {
            **dict.fromkeys(("file", "folder", "round"), "it is a link"),
            **dict.fromkeys(("pipe", "socket"), "it is a special file"),
        }
        assert read(contents, "ann/a.ipynb") == b"{}"


@pytest.mark.parametrize("became", ["link", "pipe", "gone", "large"])
def test_a_file_that_changes_after_it_was_listed_is_not_trusted(tmp_path, became):
    """A file that has become a link, a pipe, large or nothing since it was listed is not read."""
    path = tmp_path / "folder" / "a.ipynb"
    path.parent.mkdir()
    path.write_text("{}")
    (tmp_path / "secret").write_text("secret")
    with opened(path.parent) as contents:
        path.unlink()
        if became == "link":
            path.symlink_to(tmp_path / "secret")
        elif became == "pipe":
            os.mkfifo(path)
        elif became == "large":
            with path.open("wb") as file:
                file.truncate(MAX_BYTES + 1)
        with pytest.raises(UnreadableError):
            contents.entries[0].read(whole_budget())


def test_strange_names_in_a_folder(tmp_path):
    """Names with control characters are set aside; those that are no UTF-8 are read, with a mark in place."""
    (tmp_path / "a\x1b]0;x\x07.ipynb").write_text("{}")
    (tmp_path / "a\\b.ipynb").write_text("{}")
    os.close(os.open(os.fsencode(tmp_path) + b"/J\xfcrgen.ipynb", os.O_CREAT))
    with opened(tmp_path) as contents:
        assert sorted(one.path for one in contents.entries) == ["J?rgen.ipynb", "a_b.ipynb"]
        assert [reason for _, reason in contents.refused] == ["its name holds control characters"]


def test_a_deep_folder_is_bounded(tmp_path):
    """Folders in folders are followed to a bound, and the rest is said."""
    deep = tmp_path.joinpath(*["x"] * 40)
    deep.mkdir(parents=True)
    (deep / "a.ipynb").write_text("{}")
    (tmp_path / "b.ipynb").write_text("{}")
    with opened(tmp_path) as contents:
        assert [one.path for one in contents.entries] == ["b.ipynb"]
        assert len(contents.refused) == 1
        assert "too deep" in contents.refused[0][1]
