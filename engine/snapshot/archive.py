"""The file of a snapshot: gzip, first a header, then a line of JSON for each record.

It is written and read as a stream, so its size does not matter.
"""

import gzip
import hashlib
import json
import zlib
from contextlib import contextmanager

FORMAT = "customer_master.snapshot"
VERSION = 1
CHUNK = 1 << 20
LEVEL = 4  # half as long as gzip's usual 6 for a twentieth more


class Damaged(ValueError):
    """The file is not what was written, or no snapshot at all."""


class Writer:
    """Compresses what is written to it into ``stream``, behind the header; a context manager.

    ``checksum`` (SHA-256, hexadecimal) and ``size`` are those of the compressed file, once the
    context is left.
    """

    def __init__(self, stream, header: dict):
        self._sink = _Sink(stream)
        self._gzip = gzip.GzipFile(
            fileobj=self._sink, mode="wb", compresslevel=LEVEL, mtime=0, filename=""
        )
        self.write = self._gzip.write
        head = {"format": FORMAT, "version": VERSION, **header}
        self.write(json.dumps(head, ensure_ascii=False, sort_keys=True).encode() + b"\n")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._gzip.close()

    @property
    def size(self) -> int:
        return self._sink.size

    @property
    def checksum(self) -> str:
        return self._sink.digest.hexdigest()


class _Sink:
    """Hands compressed bytes on to ``stream``, and counts them."""

    def __init__(self, stream):
        self._stream = stream
        self.digest = hashlib.sha256()
        self.size = 0
        self.write = self._hand_on

    def _hand_on(self, data) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def flush(self):
        """Nothing is held back."""


def _checksum(stream) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def check(stream, checksum: str) -> None:
    """Read ``stream`` to its end and compare it with ``checksum``; then rewind it.

    :raise Damaged: it is another one
    """
    if _checksum(stream) != checksum:
        raise Damaged("checksum")


def examined(stream) -> tuple[dict, str]:
    """The header and the checksum of a snapshot of which nothing is known.

    :raise Damaged: it is no snapshot, or not all of it is there
    """
    checksum = _checksum(stream)
    with opened(stream) as (header, lines):
        try:
            while lines.read(CHUNK):
                continue
        except (OSError, EOFError, zlib.error) as error:
            raise Damaged("end") from error
    return header, checksum


@contextmanager
def opened(stream):
    """The header of the snapshot in ``stream`` and a stream of the lines behind it.

    :raise Damaged: it is no snapshot, or one of a later version
    """
    with gzip.GzipFile(fileobj=stream, mode="rb") as lines:
        try:
            header = json.loads(lines.readline())
            known = header["format"] == FORMAT and header["version"] <= VERSION
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise Damaged("header") from error
        if not known:
            raise Damaged("format")
        yield header, lines
