"""Which files a batch is made of: found in a stable order, hashed, unpacked within limits."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from compliance.errors import ComplianceError, Place
from compliance.intake.limits import MAX_FILE_BYTES, MAX_FILES, MAX_RATIO, RATIO_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BATCH_FILE: Final = "batch.yaml"
FORMATS: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
# Tables that this program cannot read: never skipped in silence, since rows would be lost.
_OTHER_TABLES: Final = {".xls", ".xlsm", ".xlsb", ".xlt", ".xltm", ".ods", ".numbers", ".zip"}
_NOTHING: Final = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"  # blanks and byte order marks
_LOOK: Final = 1000  # bytes; nearly every file shows something within them
_FORMATS_HINT: Final = "give CSV, TSV, XLSX, JSON, JSON lines or Parquet, each also as .gz"


@dataclass(frozen=True)
class Found:
    """The files of a batch with their names inside it, and what was left aside."""

    files: tuple[tuple[str, Path], ...]
    skipped: tuple[str, ...]
    batch_file: Path | None
    name: str


@dataclass(frozen=True)
class Source:
    """One input file in memory: its name in the batch, its hash and its unpacked bytes."""

    name: str
    format: str
    sha256: str
    size: int
    data: bytes

    @property
    def place(self) -> Place:
        """Give the file as a place for messages."""
        return Place(self.name)

    @property
    def stem(self) -> str:
        """Give the file's name without folder and endings: `spending` for `x/spending.csv.gz`."""
        name = Path(self.name).name
        return _plain_name(name)[: -len(Path(_plain_name(name)).suffix) or None]


def find_files(paths: Sequence[Path]) -> Found:
    """List the files of a batch; a folder is walked with its subfolders, sorted by path."""
    if not paths:
        raise ComplianceError("no file was given", hint="name the files or the folder to check")
    files: list[tuple[str, Path]] = []
    skipped: list[str] = []
    batch_file: Path | None = None
    for path in paths:
        if path.is_dir():
            found, left, own = _walk(path)
            files += found
            skipped += left
            batch_file = batch_file or own
        elif path.name == BATCH_FILE and path.is_file():
            batch_file = path
        else:
            files.append((path.name, _existing(path)))
    if not files:
        raise ComplianceError("there is no table here", Place(str(paths[0])), _FORMATS_HINT)
    if len(files) > MAX_FILES:
        raise ComplianceError(
            f"{len(files):,} files are too many for one batch", Place(str(paths[0]))
        )
    name = _as_text(paths[0].name or "batch")
    return Found(_unique(files), tuple(map(_as_text, skipped)), batch_file, name)


def read_source(name: str, path: Path) -> Source:
    """Read, hash and unpack one file."""
    place = Place(name)
    plain = _plain_name(name)
    suffix = Path(plain).suffix.lower()
    if suffix not in FORMATS:
        raise ComplianceError(
            f"files of type `{suffix or plain}` are not read", place, _hint(suffix)
        )
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ComplianceError("the file is larger than 1 GiB", place, "split the file")
        raw = path.read_bytes()
    except OSError as error:
        raise ComplianceError(
            f"cannot read the file: {error.strerror}", place, "check the path and the rights"
        ) from None
    data = _unpack(raw, place) if plain != name or raw[:2] == b"\x1f\x8b" else raw
    if not (data[:_LOOK].strip(_NOTHING) or data.strip(_NOTHING)):
        raise ComplianceError(
            "the file is empty",
            place,
            "export it again, or leave it out: write `skip` for it under `mappings` in batch.yaml",
        )
    return Source(name, FORMATS[suffix], hashlib.sha256(raw).hexdigest(), len(raw), data)


def _plain_name(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _hint(suffix: str) -> str:
    if suffix == ".xlsm":
        return "macros are refused: save the workbook as .xlsx"
    if suffix in _OTHER_TABLES:
        return "save it as .xlsx or .csv"
    return _FORMATS_HINT


def _existing(path: Path) -> Path:
    if not path.exists():
        raise ComplianceError("there is no such file or folder", Place(str(path)), "check the path")
    if not path.is_file():
        raise ComplianceError("this is not an ordinary file", Place(str(path)), _FORMATS_HINT)
    return path


def _walk(folder: Path) -> tuple[list[tuple[str, Path]], list[str], Path | None]:
    """Give the tables below `folder`, what is skipped, and its batch file."""
    files: list[tuple[str, Path]] = []
    skipped: list[str] = []
    own: Path | None = None
    for path in _members(folder):
        name = path.relative_to(folder).as_posix()
        suffix = Path(_plain_name(path.name)).suffix.lower()
        if name == BATCH_FILE:
            own = path
        elif suffix in _OTHER_TABLES or (suffix in FORMATS and suffix != ".txt"):
            files.append((name, path))
        else:
            skipped.append(name)
    return files, skipped, own


def _members(folder: Path) -> Iterator[Path]:
    """Give the ordinary files below `folder`, sorted; hidden and lock files are none of them."""
    for path in sorted(folder.rglob("*"), key=lambda item: item.relative_to(folder).as_posix()):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if not hidden and path.is_file():
            yield path


def _unique(files: list[tuple[str, Path]]) -> tuple[tuple[str, Path], ...]:
    """Tell files of one name apart by their path as given; one that is named twice is one."""
    texts = [_as_text(name) for name, _ in files]
    count = Counter(texts)
    named = dict.fromkeys(
        (text if count[text] == 1 else _as_text(path.as_posix()), path)
        for text, (_, path) in zip(texts, files, strict=True)
    )
    for name, times in Counter(name for name, _ in named).items():
        if times > 1:  # a byte that is no UTF-8 beside a file that is called like its escape
            raise ComplianceError(
                "two files of the batch would be called so", Place(name), "rename one of them"
            )
    return tuple(named)


def _as_text(name: str) -> str:
    """Give a file name as text that can be written: a byte that is no UTF-8 as its escape."""
    return name.encode("utf-8", "backslashreplace").decode()


def _unpack(raw: bytes, place: Place) -> bytes:
    """Unpack gzip (also several members in a row) within the size limits."""
    limit = min(MAX_FILE_BYTES, max(RATIO_FROM, len(raw) * MAX_RATIO))
    pieces: list[bytes] = []
    size, rest = 0, raw
    while rest.strip(b"\x00"):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            pieces.append(unpacker.decompress(rest, limit + 1 - size))
        except zlib.error:
            raise ComplianceError(
                "the gzip data is damaged", place, "pack the file again"
            ) from None
        size += len(pieces[-1])
        if size > limit:
            raise ComplianceError("the file unpacks to too much data", place, "give it unpacked")
        if not unpacker.eof:
            raise ComplianceError("the gzip data ends too early", place, "copy the file again")
        rest = unpacker.unused_data
    return b"".join(pieces)
