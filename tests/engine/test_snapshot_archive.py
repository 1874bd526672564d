import gzip
import hashlib
import io
import json

import pytest
from customer_master.engine.snapshot import Damaged, Writer, check, examined, opened


def written(*lines, **header):
    stream = io.BytesIO()
    with Writer(stream, header) as writer:
        for line in lines:
            writer.write(line)
    return stream.getvalue(), writer


def test_round_trip():
    data, writer = written(b'{"id": 1}\n', '{"id": "苏州"}\n'.encode(), columns=["name"])
    assert writer.size == len(data)
    assert writer.checksum == hashlib.sha256(data).hexdigest()
    with opened(io.BytesIO(data)) as (header, lines):
        assert header["columns"] == ["name"]
        assert [json.loads(line) for line in lines] == [{"id": 1}, {"id": "苏州"}]


def test_same_content_same_bytes():
    assert written(b"x\n", date="1")[0] == written(b"x\n", date="1")[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no gzip",
        gzip.compress(b""),
        gzip.compress(b"[]\n"),
        gzip.compress(b'{"format": "other"}\n'),
        gzip.compress(b'{"format": "customer_master.snapshot", "version": 99}\n'),
    ],
)
def test_other_files_are_refused(data):
    with pytest.raises(Damaged), opened(io.BytesIO(data)):
        pass


def test_checksum():
    data, writer = written(b"x\n")
    stream = io.BytesIO(data)
    check(stream, writer.checksum)
    assert stream.tell() == 0
    with pytest.raises(Damaged):
        check(io.BytesIO(data[:-1]), writer.checksum)


def test_half_a_file():
    data, writer = written(*[b'{"id": %d}\n' % n for n in range(1000)], date="1")
    header, checksum = examined(io.BytesIO(data))
    assert (header["date"], checksum) == ("1", writer.checksum)
    for size in (20, len(data) // 2, len(data) - 1):
        with pytest.raises(Damaged):
            examined(io.BytesIO(data[:size]))
