"""A tablet's marks as a text and as codes: read as they were signed, or refused with reasons."""

import copy
import json
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.document import InvalidDocument, rescue, rescue_codes
from tests import rescue as tablet
from tests.document.test_hostile import anything, places

KEY = rescue.key_for("the judge's token")
WIRE = tablet.wire(tablet.bundle(), KEY)
EVERYWHERE = [way for way in places(tablet.bundle()) if way]


def problems(data):
    """The problems found in reading it; each is a sentence that can be shown."""
    with pytest.raises(InvalidDocument) as caught:
        rescue.read_bundle(data.encode() if isinstance(data, str) else data)
    assert caught.value.problems
    for problem in caught.value.problems:
        assert f"{problem.place}: {problem.text()}".encode()
    return caught.value.problems


def test_a_bundle_is_read_as_the_tablet_wrote_it_and_its_signature_is_valid():
    bundle = rescue.read_bundle(WIRE.encode())

    assert bundle.is_sealed_with(KEY)
    assert (bundle.competition, bundle.judge) == ("chaoyang-final", "judge-1")
    (sheet,) = bundle.sheets
    assert sheet.body == {
        "marks": tablet.FULL_MARKS,
        "comment": "有理有据 “calm” 𠮷",
        "state": "submitted",
        "base_version": 0,
    }
    assert (sheet.version, sheet.receipt) == (None, None)


def test_a_byte_order_mark_and_a_line_break_at_the_end_do_no_harm():
    assert rescue.read_bundle(b"\xef\xbb\xbf" + WIRE.encode() + b"\r\n").is_sealed_with(KEY)


def test_the_key_changes_with_the_link():
    other = rescue.key_for("the judge's new token")

    assert len(KEY) == 64
    assert not rescue.read_bundle(WIRE.encode()).is_sealed_with(other)
    assert not rescue.read_bundle(WIRE.encode()).is_sealed_with("")


def test_one_changed_mark_invalidates_the_signature():
    changed = WIRE.replace('"18.5"', '"19.5"')

    assert changed != WIRE
    assert not rescue.read_bundle(changed.encode()).is_sealed_with(KEY)


@pytest.mark.parametrize("sheets", ["", "null", "[]", "[{}]"])
def test_anything_but_a_bundle_is_refused_as_not_an_export(sheets):
    for text in ("", "not JSON", sheets, f'{{"sheets":{sheets}}}', WIRE[:-1], f"{WIRE}{WIRE}x"):
        problems(text)


def test_a_second_bundle_hidden_behind_the_first_is_noticed():
    inner = WIRE[len('{"bundle":') : WIRE.index(',"hmac"')]
    signed = f'{inner},"bundle":{inner}'
    twice = f'{{"bundle":{signed},"hmac":"{rescue.sign(KEY, signed.encode())}"}}'

    problems(twice)


def test_a_name_twice_in_a_signed_bundle_is_refused():
    doubled = WIRE.replace('"judge":', '"judge":"judge-2","judge":')

    assert any("twice" in problem.text() for problem in problems(doubled))


def test_a_bundle_that_is_too_large_is_refused_unread():
    bundle = tablet.bundle(tablet.sheet(comment="字" * 100_000))

    (problem,) = problems(tablet.wire(bundle, KEY))
    assert "too large" in problem.text()


@given(way=st.sampled_from(EVERYWHERE), value=anything)
def test_any_value_in_any_place_is_accepted_or_refused_with_reasons(way, value):
    whole = copy.deepcopy(tablet.bundle())
    inside = whole
    for step in way[:-1]:
        inside = inside[step]
    inside[way[-1]] = value
    signed = json.dumps(whole)
    text = f'{{"bundle":{signed},"hmac":"{rescue.sign(KEY, signed.encode())}"}}'

    try:
        bundle = rescue.read_bundle(text.encode())
    except InvalidDocument:
        problems(text)
    else:
        assert bundle.is_sealed_with(KEY)
        assert all(isinstance(mark, str) for s in bundle.sheets for mark in s.marks.values())


@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused_with_reasons(data):
    problems(b'{"bundle":{' + data + b'},"hmac":"' + b"0" * 64 + b'"}')


# In codes.


def test_codes_in_any_order_and_from_two_tablets_are_put_together():
    other = tablet.wire(tablet.bundle(judge="judge-2"), KEY)
    lines = tablet.codes(WIRE, 60) + tablet.codes(other, 50)
    random.Random(3).shuffle(lines)

    sets, strange = rescue_codes.collect_codes("\n".join([*lines, lines[0]]))

    assert strange == 0
    assert sorted(parts.wire().decode() for parts in sets) == sorted([WIRE, other])


def test_a_missing_code_is_named():
    lines = tablet.codes(WIRE, 60)
    assert len(lines) > 4

    (parts,), strange = rescue_codes.collect_codes(
        "\n".join(lines[:1] + lines[3:]) + "\nhttp://x/\n"
    )

    assert parts.missing == [2, 3]
    assert strange == 1
    assert parts.lines == lines[:1] + lines[3:]


def test_a_damaged_code_is_refused_as_damaged():
    lines = tablet.codes(WIRE, 60)
    lines[1] = lines[1][:-1] + ("A" if lines[1][-1] != "A" else "B")

    (parts,), _ = rescue_codes.collect_codes("\n".join(lines))

    assert parts.missing == []
    with pytest.raises(InvalidDocument):
        parts.wire()


def test_the_same_code_with_two_texts_is_refused_whichever_came_first():
    lines = tablet.codes(WIRE, 60)
    forged = lines[0][:-4] + "AAAA"

    for order in ([forged, *lines], [*lines, forged]):
        (parts,), _ = rescue_codes.collect_codes("\n".join(order))
        with pytest.raises(InvalidDocument):
            parts.wire()


def test_a_text_that_unpacks_to_too_much_is_cut_at_the_limit():
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = packer.compress(b"0" * 50_000_000) + packer.flush()
    payload = rescue_codes.base64.urlsafe_b64encode(bomb).decode().rstrip("=")
    pieces = [payload[at : at + 3000] for at in range(0, len(payload), 3000)]
    lines = [f"ACCORD1 00000000 {n}/{len(pieces)} {p}" for n, p in enumerate(pieces, start=1)]

    (parts,), _ = rescue_codes.collect_codes("\n".join(lines))

    assert len(parts.wire()) == rescue.LARGEST + 1
    problems(parts.wire())


@given(text=st.text(st.sampled_from("ACORD1 0f/23abz-_=\n\t"), max_size=200))
def test_any_line_is_a_code_or_counted_as_none(text):
    sets, strange = rescue_codes.collect_codes(text)

    assert strange + sum(len(parts.payloads) for parts in sets) <= len(text.splitlines())


@pytest.mark.parametrize(
    "line",
    [
        "ACCORD1 0a1b2c3d 0/2 AAAA",
        "ACCORD1 0a1b2c3d 3/2 AAAA",
        "ACCORD1 0a1b2c3d 1/1000 AAAA",
        "ACCORD1 0A1B2C3D 1/2 AAAA",
        "ACCORD1 0a1b2c3d 1/2 AA==",
        "ACCORD2 0a1b2c3d 1/2 AAAA",
        "ACCORD1 0a1b2c3d ²/2 AAAA",
    ],
)
def test_a_line_that_is_almost_a_code_is_not_one(line):
    assert rescue_codes.collect_codes(line) == ([], 1)
