"""A tablet's bundle taken in: what is offered, what is known, what is refused; no half writes."""

import json

import pytest

from competition.actions import accounts, competitions, lookup, rescue, sheet_access, sheets
from competition.actions.late_sheets import LateWrite, Offer, OfferOutcome
from competition.actions.refusals import NotFound, Refused
from competition.document import rescue as document
from competition.store import audit, queries
from competition.store.late_sheets import Source
from tests import factories
from tests import rescue as tablet
from tests.factories import CHAOYANG, FULL_MARKS

BY = "organiser 王芳"


@pytest.fixture(autouse=True)
def final(context):
    """The Chaoyang final, its round open."""
    whole = factories.sample()
    whole["stages"][0]["rounds"][0]["state"] = "open"
    competitions.load_competition(factories.checked(whole), BY)


def judge(key="judge-1"):
    return queries.find_judge(queries.find_competition(CHAOYANG), key)


def bundle(*held, signed_by="judge-1", **changes):
    key = document.key_for(judge(signed_by).token)
    return document.read_bundle(tablet.wire(tablet.bundle(*held, **changes), key).encode())


def take_in(*held, competition=CHAOYANG, because="", **how):
    found = rescue.import_bundle(competition, bundle(*held, **how), BY, unsigned_because=because)
    return [each.outcome for each in found]


def write(marks=None, state="submitted", base=0, key=None, comment="有理有据 “calm” 𠮷"):
    body = {"marks": marks or FULL_MARKS, "state": state, "base_version": base, "comment": comment}
    key = key or factories.new_key()
    return sheets.write_sheet(judge(), CHAOYANG, "match-1", "education", body, key)


def test_an_unsent_sheet_is_offered_and_the_audit_says_by_whom_and_how():
    before = audit.newest_row(CHAOYANG).number

    assert take_in() == ["offered"]

    row = audit.newest_row(CHAOYANG)
    assert (row.number, row.who, row.action, row.subject) == (
        before + 2,
        BY,
        "rescue.take-in",
        "judge-1",
    )
    after = json.loads(row.after)
    assert after["signature"] == "holds"
    assert after["sheets"] == {"offered": 1}
    assert after["digest"] == bundle().digest
    at = lookup.require_own_address(judge(), CHAOYANG, "match-1", "education")
    assert sheet_access.current_sheet(at)["version"] == 0


def test_the_offer_is_made_with_the_tablets_own_key_time_and_marks(monkeypatch):
    offers = []

    def note(_session, at, sheet, write):
        offers.append((at.subject, sheet, write))
        return Offer(OfferOutcome.OFFERED)

    monkeypatch.setattr(rescue, "offer_sheet", note)

    take_in()

    told = document.read_bundle(tablet.wire(tablet.bundle(), "").encode()).sheets[0]
    write = LateWrite(told.body, told.key, told.written_at, Source.RESCUE)
    assert offers == [("match-1/education/judge-1", None, write)]


def test_what_was_offered_before_is_said_so(monkeypatch):
    before = Offer(OfferOutcome.OFFERED_BEFORE)
    monkeypatch.setattr(rescue, "offer_sheet", lambda *_: before)

    assert take_in() == ["again"]


def test_a_write_whose_answer_was_lost_is_stored_already_with_its_receipt():
    receipt = write(key=tablet.sheet()["key"])

    (found,) = rescue.import_bundle(CHAOYANG, bundle(), BY)

    assert (found.outcome, found.receipt) == ("stored", receipt.receipt)


def test_what_the_server_says_already_is_the_same():
    receipt = write()

    (found,) = rescue.import_bundle(CHAOYANG, bundle(), BY)

    assert (found.outcome, found.receipt) == ("same", receipt.receipt)


def test_an_acknowledged_sheet_is_known_by_any_version_that_says_the_same():
    first = write()
    write(FULL_MARKS | {"strategy": "12"}, base=1)
    held = tablet.sheet(key="acknowledged", version=1, receipt=first.receipt)

    (found,) = rescue.import_bundle(CHAOYANG, bundle(held), BY)

    assert (found.outcome, found.receipt) == ("stored", first.receipt)


def test_an_acknowledged_sheet_that_this_server_never_had_is_offered():
    assert take_in(tablet.sheet(version=4, receipt="0031")) == ["offered"]


def test_a_change_of_an_older_version_is_offered_and_not_taken_for_stored():
    write()
    write(FULL_MARKS | {"strategy": "12"}, base=1)

    assert take_in() == ["offered"]


@pytest.mark.parametrize(
    ("held", "outcomes"),
    [
        # The attempt on its way, and what was typed over it since.
        ([("submitted", 0, None), ("submitted", 0, None)], ["older", "offered"]),
        ([("draft", 0, None), ("submitted", 0, None)], ["older", "offered"]),
        # A draft laid over what was submitted takes nothing away.
        ([("submitted", 0, 1), ("draft", 1, None)], ["offered", "offered"]),
        ([("submitted", 0, 1), ("submitted", 1, None)], ["older", "offered"]),
        # Written on an older version than the one that was acknowledged meanwhile.
        ([("submitted", 4, 5), ("submitted", 2, None)], ["offered", "offered"]),
    ],
)
def test_of_one_sheet_what_stands_is_offered(held, outcomes):
    states = [
        tablet.sheet(
            state=state, base_version=base, version=version, receipt="0007", key=f"key-{number}"
        )
        for number, (state, base, version) in enumerate(held)
    ]
    for state in states:
        if state["version"] is None:
            del state["version"], state["receipt"]

    assert take_in(*states) == outcomes


def test_sheets_of_no_place_here_are_named_and_the_others_are_offered():
    outcomes = take_in(
        tablet.sheet(match="match-9"),
        tablet.sheet(team="team-5"),
        tablet.sheet(team="nobody"),
        tablet.sheet(marks=FULL_MARKS | {"strategy": "99"}, team="team-2"),
        tablet.sheet(),
    )

    assert outcomes == ["no_match", "no_team", "no_team", "refused", "offered"]


def test_a_judge_who_is_not_on_the_panel_is_told_from_a_match_that_is_not_there():
    whole = factories.sample()
    match = whole["stages"][0]["rounds"][0]["matches"][0]
    match["panel"] = match["panel"][1:]
    whole["competition"]["key"] = "smaller"
    competitions.load_competition(factories.checked(whole), BY)
    one = queries.find_judge(queries.find_competition("smaller"), "judge-1")
    value = tablet.bundle(competition="smaller")
    read = document.read_bundle(tablet.wire(value, document.key_for(one.token)).encode())

    (found,) = rescue.import_bundle("smaller", read, BY)

    assert found.outcome == "no_seat"


def test_a_round_that_is_still_a_draft_takes_nothing():
    whole = factories.sample()
    whole["competition"]["key"] = "early"
    competitions.load_competition(factories.checked(whole), BY)
    one = queries.find_judge(queries.find_competition("early"), "judge-1")
    value = tablet.bundle(competition="early")
    read = document.read_bundle(tablet.wire(value, document.key_for(one.token)).encode())

    (found,) = rescue.import_bundle("early", read, BY)

    assert found.outcome == "not_open"


def refused(error, **how):
    """Taking it in is refused, and leaves the audit as it was."""
    before = audit.newest_row(CHAOYANG).number
    with pytest.raises(error):
        take_in(**how)
    assert audit.newest_row(CHAOYANG).number == before


def test_another_judges_seal_is_refused():
    refused(rescue.UnsignedBundle, signed_by="judge-2")


def test_a_renewed_link_makes_the_seal_worthless():
    old = bundle()
    accounts.renew_links(CHAOYANG, "judge-1", BY)

    with pytest.raises(rescue.UnsignedBundle):
        rescue.import_bundle(CHAOYANG, old, BY)


def test_another_competitions_and_an_unknown_judges_marks_are_refused():
    refused(Refused, competition=CHAOYANG, because="x", **{"judge": "judge-99"})
    with pytest.raises(NotFound):
        take_in(competition="nowhere")
    key = document.key_for(judge().token)
    foreign = document.read_bundle(tablet.wire(tablet.bundle(competition="other"), key).encode())
    with pytest.raises(Refused, match="another competition"):
        rescue.import_bundle(CHAOYANG, foreign, BY, unsigned_because="x")


def test_unsigned_marks_are_taken_in_with_a_reason_which_the_audit_keeps():
    refused(rescue.UnsignedBundle, signed_by="judge-2", because="  ")

    assert take_in(signed_by="judge-2", because=" The laptop drowned. ") == ["offered"]

    after = json.loads(audit.newest_row(CHAOYANG).after)
    assert (after["signature"], after["reason"]) == ("unsigned", "The laptop drowned.")


def test_twice_the_same_is_two_lines_in_the_audit_and_nothing_else():
    before = audit.newest_row(CHAOYANG).number
    take_in()
    take_in()

    assert audit.newest_row(CHAOYANG).number == before + 3  # The offer, and each taking in.


def test_what_breaks_in_the_middle_leaves_nothing(monkeypatch):
    def breaks(session, *_):
        audit.append(session, audit.NewRow(CHAOYANG, BY, "half", "a write"))
        raise RuntimeError

    monkeypatch.setattr(rescue, "offer_sheet", breaks)

    refused(RuntimeError)
