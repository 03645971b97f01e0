"""Callers become codes: one caller one code, and no way back."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat

import pytest

from reviewkit.data.reading.callers import normalise, pseudonym, read_key, teach
from reviewkit.data.reading.duck import connect

KEY = bytes(range(32))


@pytest.mark.parametrize(
    "spelling", ["07700900123", "07700 900123", "+447700900123", "00447700900123", "+44 (0)7700-900123", "447700900123"]
)
def test_one_caller_has_one_code_however_the_number_is_written(spelling):
    assert normalise(spelling) == "07700900123"


@pytest.mark.parametrize(
    "word", ["Withheld", "ANONYMOUS", "number withheld", "unavailable", "", "-", "n/a", "Switchboard"]
)
def test_a_withheld_number_is_no_number(word):
    assert normalise(word) is None


def test_the_code_is_the_hmac_of_rfc_2104():
    expected = hmac.new(KEY, b"07700900123", hashlib.sha256).hexdigest()[:32]
    assert pseudonym("+44 7700 900123", KEY) == expected


@pytest.mark.parametrize("number", ["07700900123", "+44 7700 900123", "withheld", "999", "+33 1 23 45 67 89", None])
def test_the_engine_makes_the_same_codes(number):
    with connect() as con:
        teach(con, KEY)
        found = con.execute("SELECT pseudonym(?::VARCHAR)", [number]).fetchone()[0]
    assert found == (None if number is None else pseudonym(number, KEY))


def test_the_forces_own_switchboard_has_no_code():
    with connect() as con:
        teach(con, KEY, no_number=["01234 567890"])
        assert con.execute("SELECT pseudonym('+441234567890')").fetchone()[0] is None
        assert con.execute("SELECT pseudonym('01234567891')").fetchone()[0] is not None


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    key = read_key(tmp_path / "private")
    assert len(key) == 32
    assert read_key(tmp_path / "private") == key
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "private" / "key").stat().st_mode) == 0o600
