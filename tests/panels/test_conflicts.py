"""Conflicts of interest, and what is wrong with panels."""

from competition.checks.sentences import PartNames
from competition.panels.clashes import Clash, clashes
from competition.panels.conflicts import ConflictReason, Conflicts
from competition.panels.sentences import clash_phrase
from tests.factories import checked, text
from tests.panels.build import contest, judge, match, round_of, stage, team

NINE, SAME_NINE = "2026-05-20T09:00:00+08:00", "2026-05-20T01:00:00Z"
TEN = "2026-05-20T10:00:00+08:00"
NAMED, SAME_ORGANISATION = ConflictReason("named"), ConflictReason("organisation")


def cup(*matches, judges=("ana", "bo", "cy"), **more):
    return contest(list(judges), [stage("final", round_of("day", *matches))], **more)


def found(whole, *args, **options):
    return clashes(checked(whole), *args, **options)


def codes(whole, *args, **options):
    return [(each.code, each.match, each.judge) for each in found(whole, *args, **options)]


def sentences(whole):
    file = checked(whole)
    names = PartNames(file, "en")
    return [clash_phrase(each, names).text() for each in clashes(file)]


def test_a_conflict_is_named_or_declared_or_follows_from_one_organisation():
    ana = judge(
        "ana",
        conflicts=["bus"],
        organisation={"zh": "铁路总公司"},
        declaration={"at": NINE, "relations": [{"team": "bus", "kind": "spouse"}]},
    )
    teams = [team("bus"), team("rail", organisation={"zh": "铁路总公司", "en": "Railways"})]
    whole = cup(match("m", "bus", "rail"), judges=[ana, "bo"], teams=teams)

    conflicts = Conflicts(checked(whole))

    assert conflicts.reasons("ana", "bus") == (NAMED, ConflictReason("declared", "spouse"))
    assert conflicts.reasons("ana", "rail") == (SAME_ORGANISATION,)
    assert conflicts.reasons("bo", "bus") == ()


def test_organisations_are_the_same_where_equal_in_a_language_that_both_have():
    teams = [
        team("both", organisation=text("邮政", "Post")),
        team("other", organisation=text("邮政", "Mail")),
        team("english", organisation={"en": "Post"}),
        team("none"),
    ]
    whole = cup(
        match("m", "both", "other"),
        match("n", "english", "none"),
        judges=[
            judge("ana", organisation={"en": "Post"}),
            judge("bo", organisation={"zh": "邮政"}),
            "cy",
        ],
        teams=teams,
    )

    conflicts = Conflicts(checked(whole))

    assert list(conflicts.of_judge("ana")) == ["both", "english"]
    assert list(conflicts.of_judge("bo")) == ["both", "other"]
    assert list(conflicts.of_judge("cy")) == []


def test_a_seat_in_conflict_is_told_with_its_reasons():
    whole = cup(
        match("m", "bus", "rail", panel=["ana", "bo"]),
        judges=[judge("ana", conflicts=["rail"]), "bo"],
    )

    assert found(whole) == [Clash("conflict", "m", "ana", "rail", (NAMED,))]
    assert sentences(whole) == [
        "Ana has a conflict of interest with Rail (named by the organiser)."
    ]


def test_an_accepted_conflict_is_told_as_accepted():
    accepted = [{"judge": "ana", "team": "rail", "reason": text("无人可换", "Nobody else")}]
    whole = cup(
        match("m", "bus", "rail", panel=["ana"], accepted_conflicts=accepted),
        judges=[
            judge(
                "ana",
                declaration={"at": NINE, "relations": [{"team": "rail", "kind": "trained"}]},
                conflicts=["bus"],
            )
        ],
    )

    assert [(each.team, each.is_accepted) for each in found(whole)] == [
        ("bus", False),
        ("rail", True),
    ]
    assert sentences(whole)[1] == (
        "Ana has a conflict of interest with Rail (declared by the judge: trained the team); "
        "accepted."
    )


def test_nobody_is_in_two_matches_that_start_at_the_same_instant():
    whole = contest(
        ["ana", "bo"],
        [
            stage("semi", round_of("day", match("s", "bus", "rail", panel=["ana"], starts=NINE))),
            stage(
                "final",
                round_of(
                    "day",
                    match("f", "bus", "post", panel=["bo", "ana"], starts=SAME_NINE),
                    match("g", "metro", "rail", panel=["ana"], starts=TEN),
                ),
            ),
        ],
    )

    assert found(whole) == [
        Clash("same_instant", "s", "ana", other="f"),
        Clash("same_instant", "f", "ana", other="s"),
    ]
    assert found(whole, "semi") == [Clash("same_instant", "s", "ana", other="f")]
    assert sentences(whole)[0] == "Ana is in Final · Day, match 1 at the same time."


def test_matches_without_a_start_of_their_own_start_with_their_round():
    whole = contest(
        ["ana"],
        [
            stage(
                "final",
                round_of("one", match("a", "bus", "rail", panel=["ana"]), starts=NINE),
                round_of("two", match("b", "post", "metro", panel=["ana"]), starts=SAME_NINE),
            )
        ],
    )

    assert codes(whole) == [("same_instant", "a", "ana"), ("same_instant", "b", "ana")]
    assert codes(whole, rounds_in_sequence=True) == []


def test_two_matches_of_a_round_may_be_at_the_same_time_where_one_has_no_start():
    whole = cup(
        match("m", "bus", "rail", panel=["ana"], starts=NINE),
        match("n", "post", "metro", panel=["ana"]),
    )

    assert codes(whole) == [("same_round", "m", "ana"), ("same_round", "n", "ana")]
    assert codes(whole, rounds_in_sequence=True) == []


def test_who_is_a_trainee_elsewhere_is_not_free():
    whole = cup(
        match("m", "bus", "rail", panel=["ana"], starts=NINE),
        match("n", "post", "metro", panel=["bo"], trainees=["ana"], starts=NINE),
    )

    assert codes(whole) == [("same_instant", "m", "ana")]


def test_void_matches_take_nobodys_time_and_have_no_clashes():
    whole = cup(
        match("m", "bus", "rail", panel=["ana"]),
        match("n", "post", "bus", panel=["ana"], void=text("停电", "Power cut")),
        judges=[judge("ana", conflicts=["post"])],
    )

    assert codes(whole) == []


def test_panels_that_somebody_would_change_are_checked_as_they_would_be():
    whole = cup(
        match("m", "bus", "rail", panel=["ana"], trainees=["cy"]),
        match("n", "post", "metro"),
        judges=[judge("ana", head=True), judge("bo", head=True, conflicts=["bus"]), "cy"],
    )

    assert codes(whole) == []
    assert codes(whole, panels={"m": ["ana", "bo", "cy", "ana"], "n": ["cy"]}) == [
        ("conflict", "m", "bo"),
        ("second_head", "m", "bo"),
        ("trainee", "m", "cy"),
        ("twice", "m", "ana"),
        ("same_round", "m", "cy"),
        ("same_round", "n", "cy"),
    ]


def test_a_judge_whose_category_has_no_weight_cannot_sit():
    whole = cup(
        match("m", "bus", "rail"),
        judges=[judge("ana", category="professional"), judge("bo", category="guest"), "cy"],
        scoring={"category_weights": {"professional": "0.6", "guest": "0"}},
    )

    assert codes(whole, panels={"m": ["ana", "bo", "cy"]}) == [
        ("no_weight", "m", "bo"),
        ("no_weight", "m", "cy"),
    ]


def test_paper_stages_have_no_panels():
    whole = cup(match("m", "bus", "rail", panel=["ana"]))
    whole["stages"].insert(
        0,
        {"key": "test", "name": text("笔试", "Test"), "kind": "paper", "max": "100"}
        | {"per": "team"},
    )

    assert codes(whole) == []


def test_all_panels_of_a_large_contest_are_checked_at_once():
    teams = [
        team(f"t{n}", organisation=text(f"单位 {n % 200}", f"Org {n % 200}")) for n in range(500)
    ]
    judges = [
        judge(f"j{n}", organisation=text(f"单位 {n}", f"Org {n}"), conflicts=[f"t{n * 7 % 500}"])
        for n in range(60)
    ]
    rounds = [
        round_of(
            f"r{number}",
            *(
                match(
                    f"m{number}-{n}",
                    f"t{(number * 50 + n * 2) % 500}",
                    f"t{(number * 50 + n * 2 + 1) % 500}",
                    panel=[f"j{(n * 3 + seat) % 60}" for seat in range(5)],
                    starts=f"2026-05-{number + 1:02}T{8 + n % 4:02}:00:00+08:00",
                )
                for n in range(30)
            ),
        )
        for number in range(10)
    ]
    file = checked(contest(judges, [stage("heats", *rounds)], teams=teams))

    assert len(clashes(file)) > 300
