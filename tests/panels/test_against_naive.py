"""Proposals held against all panels there are, in contests that are small enough to try them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.document import InvalidDocument
from competition.panels.proposal import propose_panels
from competition.panels.request import PanelRequest, PanelsNotPossible
from tests.factories import checked, text
from tests.panels import naive
from tests.panels.build import contest, judge, match, round_of, sheet, stage, team

CATEGORIES = ("professional", "academic")
TEAMS = ("bus", "rail", "post", "metro")
INSTANTS = tuple(f"2026-05-20T{hour:02}:00:00+08:00" for hour in (9, 10))


@st.composite
def judges(draw):
    found = []
    for number in range(draw(st.integers(2, 6))):
        more = {}
        if category := draw(st.sampled_from((*CATEGORIES, None))):
            more["category"] = category
        if draw(st.integers(0, 3)) == 0:
            more["head"] = True
        if draw(st.integers(0, 3)) == 0:
            more["conflicts"] = [draw(st.sampled_from(TEAMS))]
        if draw(st.integers(0, 5)) == 0:
            more["organisation"] = {"zh": draw(st.sampled_from(TEAMS))}
        if draw(st.integers(0, 5)) == 0:
            relation = {"team": draw(st.sampled_from(TEAMS)), "kind": "trained"}
            more["declaration"] = {"at": INSTANTS[0], "relations": [relation]}
        found.append(judge(f"j{number}", **more))
    return found


@st.composite
def matches(draw, keys, who, most_panel):
    found = []
    for key in keys:
        more = {}
        if starts := draw(st.sampled_from((*INSTANTS, None))):
            more["starts"] = starts
        panel = draw(st.lists(st.sampled_from(who), max_size=most_panel, unique=True))
        if draw(st.integers(0, 4)) == 0:
            others = [each for each in who if each not in panel]
            more["trainees"] = others[:1]
        if draw(st.integers(0, 6)) == 0:
            more["void"] = text("停电", "Power cut")
        teams = draw(st.lists(st.sampled_from(TEAMS), min_size=2, max_size=2, unique=True))
        found.append(match(key, *teams, panel=panel, **more))
    return found


@st.composite
def questions(draw):
    """A small contest, and what is asked of the panels of its stage `heats`."""
    who = draw(judges())
    keys = [each["key"] for each in who]
    size = draw(st.integers(1, 3))
    here = draw(matches([f"m{n}" for n in range(draw(st.integers(1, 3)))], keys, size))
    cut = draw(st.integers(0, len(here)))
    rounds = [round_of("one", *here[:cut]), round_of("two", *here[cut:])]
    if draw(st.booleans()):
        rounds[0]["starts"] = rounds[1]["starts"] = INSTANTS[0]
    other = draw(matches(["x"][: draw(st.integers(0, 1))], keys, 2))
    file = contest(
        who,
        [stage("heats", *rounds), stage("final", round_of("day", *other))],
        teams=[team(each, organisation={"zh": each}) for each in TEAMS],
    )
    if draw(st.integers(0, 4)) == 0:
        file["scoring"] = {"category_weights": {"professional": "0.6", "academic": "0.4"}}
    if draw(st.integers(0, 2)) == 0:
        law, scale = file["rubric"]["dimensions"][0], {"max": "10", "step": "1", "factor": "1"}
        law["marked_by"] = ["academic"]
        talk = {"key": "talk", "name": text("表达", "Talk"), **scale}
        talk["marked_by"] = draw(st.sampled_from((["professional"], list(CATEGORIES), None)))
        file["rubric"]["dimensions"].append({k: v for k, v in talk.items() if v})
    elif draw(st.integers(0, 3)) == 0:
        file["sheets"] = [
            sheet(each["key"], each["entries"][0]["team"], each["panel"][0])
            for each in here[:1]
            if each["panel"]
        ]
    mix = {each: draw(st.integers(0, 2)) for each in CATEGORIES}
    mix = {category: least for category, least in mix.items() if least}
    if sum(mix.values()) > size:
        mix = {}
    request = PanelRequest(
        size, mix, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(("", "a")))
    )
    return file, request


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions())
def test_a_proposal_is_as_good_as_the_best_of_all(question):
    whole, request = question
    try:
        file = checked(whole)
    except InvalidDocument:
        return
    options = {"keep": request.keep, "in_sequence": request.rounds_in_sequence}
    best = naive.best_values(file, "heats", request.size, request.mix, **options)

    if best is None:
        with pytest.raises(PanelsNotPossible) as refused:
            propose_panels(file, "heats", request)
        assert refused.value.obstacles
        return

    proposal = propose_panels(file, "heats", request)

    panels = proposal["panels"]
    found = naive.values(file, "heats", request.size, request.mix, panels, **options)
    assert found == best
    assert proposal["repeats"] == found[3]
    assert len({each["match"] for each in proposal["unmet"]}) == found[0]
    if not request.keep:
        assert naive.is_allowed(
            file, "heats", request.size, panels, in_sequence=request.rounds_in_sequence
        )
    assert propose_panels(file, "heats", request) == proposal
