"""The draw of lots: what a commitment binds, what a seed gives, what the rules forbid."""

import hashlib
import json
import re
import struct
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.draw.commitment import commitment, seed
from competition.draw.numbers import SeededNumbers
from competition.draw.order import NotPossible, drawn_order, pairs_of
from competition.draw.verify import verify_draws
from tests.factories import ROOT

SECRET = "5e" * 32
HALL = "公平公正 Fair play"
TEAMS = ["ana", "bo", "cy", "di", "ed", "fay"]


def draw(**changes: Any) -> Any:
    """A draw of six teams for round two of the final, not drawn yet."""
    plain = {"key": "lots", "stage": "final", "round": "two", "kind": "teams", "from": TEAMS}
    return plain | changes


def match(labour: str, employer: str, **more: Any) -> dict[str, Any]:
    sides = (("labour", labour), ("employer", employer))
    entries = [{"team": team, "side": side} for side, team in sides]
    return {"key": f"{labour}-{employer}", "panel": [], "entries": entries} | more


def file(*draws: Any, first: Any = (), second: Any = (), **teams: Any) -> Any:
    """A file with these teams and draws, and the matches of the final's rounds one and two."""
    rounds = [{"key": "one", "matches": list(first)}, {"key": "two", "matches": list(second)}]
    return {
        "teams": [{"key": team} | teams.get(team, {}) for team in TEAMS],
        "stages": [{"key": "final", "rounds": rounds}],
        "draws": list(draws),
    }


def drawn(whole: Any, lots: Any, secret: str = SECRET, hall: str = HALL) -> Any:
    """The draw as it stands in the file once it was made."""
    order = drawn_order(whole, lots, seed(lots, secret, hall))
    promise = commitment(lots, secret)
    return lots | {"commitment": promise, "secret": secret, "hall": hall, "result": order}


def recomputed_by_somebody_else(lots: Any, secret: str, hall: str) -> list[str]:
    """The order without rules, written a second time from the published description."""
    bound = {name: lots[name] for name in ("from", "kind", "round", "stage")}
    bound |= {"rules": lots.get("rules", {}), "secret": secret, "hall": hall}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).digest()
    stream = b"".join(hashlib.sha256(digest + struct.pack(">Q", i)).digest() for i in range(400))
    integers = iter(struct.unpack(f">{len(stream) // 4}I", stream))
    order = list(lots["from"])
    for i in range(len(order) - 1, 0, -1):
        while (number := next(integers)) >= (2**32 // (i + 1)) * (i + 1):
            pass
        j = number % (i + 1)
        order[i], order[j] = order[j], order[i]
    return order


@given(secret=st.text(max_size=20), hall=st.text(min_size=1, max_size=20), size=st.integers(1, 72))
def test_anyone_can_recompute_the_order_from_its_description(secret, hall, size):
    secret, hall = (text.encode("utf-8", "replace").decode() for text in (secret, hall))
    lots = draw(kind="topics", **{"from": [f"t{number}" for number in range(size)]})

    order = drawn_order(file(), lots, seed(lots, secret, hall))

    assert order == recomputed_by_somebody_else(lots, secret, hall)


def test_the_commitment_binds_the_secret_and_what_is_drawn_from():
    promised = commitment(draw(), SECRET)

    assert len(promised) == 64
    assert promised == commitment(draw(rules={}), SECRET)
    others = (
        commitment(draw(), "another"),
        *(
            commitment(draw(**change), SECRET)
            for change in (
                {"from": TEAMS[::-1]},
                {"round": "one"},
                {"stage": "semi"},
                {"kind": "topics"},
                {"rules": {"no_rematch": True}},
            )
        ),
    )
    assert promised not in others
    assert len(set(others)) == len(others)


def test_every_order_is_as_likely_as_the_others():
    counted: dict[tuple[str, ...], int] = {}
    numbers = SeededNumbers(b"\0" * 32)
    for _ in range(6000):
        order = tuple(numbers.permutation(["ana", "bo", "cy"]))
        counted[order] = counted.get(order, 0) + 1

    assert len(counted) == 6
    assert all(900 < times < 1100 for times in counted.values())


def test_teams_of_one_zone_and_of_one_organisation_do_not_meet():
    zones = {team: {"zone": zone} for team, zone in zip(TEAMS, "aabbcc", strict=True)}
    zones["ana"]["organisation"] = {"zh": "甲", "en": "A"}
    zones["di"]["organisation"] = {"zh": "甲"}
    whole = file(**zones)
    lots = draw(rules={"apart": ["zone", "organisation"]})

    for number in range(50):
        pairs = pairs_of(drawn_order(whole, lots, seed(lots, SECRET, str(number))))
        for one, other in pairs:
            assert zones[one]["zone"] != zones[other]["zone"]
            assert {one, other} != {"ana", "di"}


def test_nobody_meets_again_but_a_void_match_was_no_meeting():
    played = [match("ana", "bo"), match("cy", "di"), match("ed", "fay", void={"en": "power cut"})]
    whole = file(first=played)
    lots = draw(rules={"no_rematch": True})

    met = set()
    for number in range(200):
        order = drawn_order(whole, lots, seed(lots, SECRET, str(number)))
        met |= {frozenset(pair) for pair in pairs_of(order)}

    assert frozenset(("ana", "bo")) not in met
    assert frozenset(("cy", "di")) not in met
    assert frozenset(("ed", "fay")) in met


def test_sides_are_turned_round_where_only_that_balances_them():
    whole = file(first=[match("ana", "bo"), match("cy", "di"), match("ed", "fay")])
    lots = draw(rules={"balance_sides": True})

    for number in range(50):
        for labour, employer in pairs_of(drawn_order(whole, lots, seed(lots, SECRET, str(number)))):
            assert labour in ("bo", "di", "fay")
            assert employer in ("ana", "cy", "ed")


def test_pots_meet_each_other_and_either_may_be_the_labour_side():
    pots = [TEAMS[:3], TEAMS[3:]]
    lots = draw(rules={"pots": pots})

    firsts = set()
    for number in range(50):
        for pair in pairs_of(drawn_order(file(), lots, seed(lots, SECRET, str(number)))):
            assert len(set(pair) & set(pots[0])) == 1
            firsts.add(pair[0] in pots[0])
    assert firsts == {True, False}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"from": TEAMS[:5]}, "bye"),
        ({"rules": {"pots": [TEAMS[:2], TEAMS[2:]]}}, "pots"),
        ({"rules": {"pots": [TEAMS[:3], TEAMS[2:5]]}}, "pots"),
        ({"rules": {"pots": [TEAMS[:3], TEAMS[3:]], "bye": True}}, "pots"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_the_rule_in_the_way(changes, rule):
    with pytest.raises(NotPossible) as refused:
        drawn_order(file(), draw(**changes), b"\0" * 32)

    assert refused.value.rules == [rule]


def test_a_draw_that_no_order_satisfies_names_its_rules(monkeypatch):
    monkeypatch.setattr("competition.draw.order.MOST_ATTEMPTS", 50)
    one_zone = {team: {"zone": "east"} for team in TEAMS}

    with pytest.raises(NotPossible) as refused:
        drawn_order(file(**one_zone), draw(rules={"apart": ["zone"]}), b"\0" * 32)

    assert refused.value.rules == ["apart zone"]


def test_the_last_of_an_odd_number_has_no_match():
    lots = draw(rules={"bye": True}, **{"from": TEAMS[:5]})

    order = drawn_order(file(), lots, seed(lots, SECRET, HALL))

    assert sorted(order) == TEAMS[:5]
    assert len(pairs_of(order)) == 2


def test_a_draw_as_it_was_promised_holds_and_is_followed():
    lots = drawn(file(), draw())
    seated = [match(*pair) for pair in pairs_of(lots["result"])]

    (verdict,) = verify_draws(file(lots, second=seated))

    assert verdict == ("lots", True, None, True)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secret": "ab" * 32}, "commitment"),
        ({"from": TEAMS[::-1]}, "commitment"),
        ({"hall": "Other words"}, "result"),
        ({"result": TEAMS}, "result"),
    ],
)
def test_a_changed_secret_list_word_or_result_is_named(changes, reason):
    (verdict,) = verify_draws(file(drawn(file(), draw()) | changes))

    assert (verdict.ok, verdict.reason, verdict.followed) == (False, reason, False)


def test_hand_draws_and_draws_that_wait_are_not_verified():
    promise = {"commitment": commitment(draw(), SECRET)}
    by_hand = draw(key="hand", result=TEAMS, by_hand={"by": "Lin", "witness": "Wang"})
    pending = draw(key="waits") | promise
    abandoned = draw(key="gone", abandoned="The list was wrong") | promise

    verdicts = verify_draws(file(by_hand, pending, abandoned))

    assert [(each.ok, each.reason, each.followed) for each in verdicts] == [
        (True, "by_hand", False),
        (True, "pending", None),
        (True, "abandoned", None),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"commitment": "ab" * 32},
        {"commitment": "ab" * 32, "abandoned": "The list was wrong"},
        {"result": TEAMS[:5], "by_hand": {"by": "Lin", "witness": "Wang"}},
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_else_is_found_of_it(more):
    odd = draw(**{"from": TEAMS[:5]}) | more

    (verdict,) = verify_draws(file(odd))

    assert (verdict.ok, verdict.reason) == (False, "refused")


def test_a_draw_that_was_made_and_abandoned_afterwards_still_holds():
    lots = drawn(file(), draw()) | {"abandoned": {"en": "A team withdrew"}}

    (verdict,) = verify_draws(file(lots))

    assert verdict == ("lots", True, None, False)


def test_a_written_test_before_the_draws_stage_is_in_nobodys_way():
    lots = drawn(file(), draw(rules={"no_rematch": True}))
    whole = file(lots)
    whole["stages"].insert(0, {"key": "paper", "kind": "paper", "max": "100", "per": "team"})

    assert verify_draws(whole)[0].reason is None


ZONES = {
    team: {"zone": zone, "organisation": {"zh": organisation}}
    for team, zone, organisation in zip(TEAMS, "aabbcc", "甲乙丙乙丁戊", strict=True)
}
PLAYED = [match("ana", "cy"), match("di", "bo"), match("ed", "fay", void={"en": "power cut"})]


@pytest.mark.parametrize(
    ("rules", "teams"),
    [
        ({}, TEAMS),
        ({"bye": True}, TEAMS[:5]),
        ({"apart": ["zone", "organisation"]}, TEAMS),
        ({"no_rematch": True, "balance_sides": True}, TEAMS),
        ({"no_rematch": True, "bye": True, "apart": ["zone"]}, TEAMS[:5]),
        ({"balance_sides": True, "bye": True, "apart": ["zone"]}, TEAMS[:5]),
        ({"pots": [TEAMS[::2], TEAMS[1::2]], "no_rematch": True}, TEAMS),
        ({"pots": [TEAMS[::2], TEAMS[1::2]], "apart": ["organisation"]}, TEAMS),
    ],
)
def test_the_published_program_finds_what_was_drawn(rules, teams, tmp_path):
    whole = file(first=PLAYED, **ZONES)
    lots = [
        drawn(whole, draw(key=f"lots-{n}", rules=rules, **{"from": teams}), hall=f"公平 {n}")
        for n in range(5)
    ]
    altered = lots[0] | {"key": "altered", "result": lots[0]["result"][::-1], "hall": "Other"}
    guide = (ROOT / "docs" / "draw.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "file.json").write_text(json.dumps(whole | {"draws": [*lots, altered]}), "utf-8")

    printed = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "file.json"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert [v.reason for v in verify_draws(whole | {"draws": lots})] == [None] * 5
    assert printed[:5] == [f"lots-{n} commitment holds result holds" for n in range(5)]
    assert printed[5] == "altered commitment holds result DIFFERS"


GOLDEN = {
    "promise": "473380788e617fbbfba0a850ab993755a2d4c335e36fb4028cf6a2d5321680d9",
    "seed": "91044742db449660d2304f0c4deacd2585c0ea79ff92ec173227b34c0542c1b5",
    "order": ["cy", "ana", "bo", "ed", "fay", "di"],
}


def test_the_example_of_the_guide_keeps_its_values_for_ever():
    lots = draw(rules={"apart": ["zone"]})

    assert commitment(lots, SECRET) == GOLDEN["promise"]
    assert seed(lots, SECRET, HALL).hex() == GOLDEN["seed"]
    assert drawn_order(file(**ZONES), lots, seed(lots, SECRET, HALL)) == GOLDEN["order"]
