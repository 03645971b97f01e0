"""Lines from several processes in one pipe: each is written whole, however long its texts are."""

from __future__ import annotations

import json
import os
import select
import sys

import pytest

from reviewkit.press.warm.orders import Channel


@pytest.mark.skipif(sys.platform != "linux", reason="several processes write into one pipe on Linux alone")
@pytest.mark.parametrize("text", ["a" * 5000, "\x1b" * 900, "𝄞" * 900, "short"])
def test_a_line_is_short_enough_to_be_written_at_one_stroke(text):
    reading, writing = os.pipe()
    Channel(writing).send(7, words=text, file=text)
    line = os.read(reading, 1 << 20)
    assert len(line) <= select.PIPE_BUF
    said = json.loads(line)
    assert (said["number"], said["file"]) == (7, said["words"])
    assert text.startswith(said["words"])
    assert len(said["words"]) >= min(len(text), 200)
    for end in (reading, writing):
        os.close(end)
