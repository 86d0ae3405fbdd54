"""Random whole competitions: each is accepted, and survives writing and reading."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competition.document import check_document, read_file, write_file

names = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("· '-"), min_size=1, max_size=12
).filter(lambda text: any(character.isalnum() for character in text))
texts = names | st.fixed_dictionaries({"en": names}, optional={"zh": names})
moments = st.sampled_from(["2025-05-20T09:00:00+08:00", "2025-05-20T01:00:00Z"])
notes = {"placeholder": st.booleans(), "source": texts}
TENTHS = ("-0.3", "0", "0.10", "12.5", "100")


def keys(prefix, most):
    return st.integers(1, most).map(lambda count: [f"{prefix}{n}" for n in range(count)])


def record(draw, fixed, **optional):
    """An object with its fixed fields and some of the optional ones."""
    return {**fixed, **draw(st.fixed_dictionaries({}, optional={**optional, **notes}))}


def dimension(draw, key):
    low, step, steps = draw(st.integers(-5, 5)), draw(st.sampled_from(["0.5", "1", "0.10"])), 40
    high = low + steps * Fraction(step)
    return record(
        draw,
        {
            "key": key,
            "name": draw(texts),
            "min": str(low),
            "max": f"{float(high):.1f}",
            "step": step,
            "factor": draw(st.sampled_from(TENTHS)),
        },
        guide=texts,
    )


def marks(draw, dimensions, partial):
    given_marks = {}
    for part in dimensions:
        if partial and draw(st.booleans()):
            continue
        value = int(part["min"]) * 100 + draw(st.integers(0, 40)) * int(
            Fraction(part["step"]) * 100
        )
        sign, (whole, rest) = "-" if value < 0 else "", divmod(abs(value), 100)
        given_marks[part["key"]] = f"{sign}{whole}.{rest:02}"
    return given_marks


def version(draw, number, dimensions):
    state = draw(st.sampled_from(["draft", "submitted"]))
    return record(
        draw,
        {"version": number, "state": state, "marks": marks(draw, dimensions, state == "draft")},
        submitted_at=moments,
        comment=texts | st.just(""),
    )


def sheet(draw, match, team, judge, dimensions):
    count = draw(st.integers(1, 3))
    *earlier, newest = [version(draw, n * 2, dimensions) for n in range(1, count + 1)]
    held = {"history": earlier} if earlier else {}
    return {"match": match, "team": team, "judge": judge, **newest, **held}


def match(draw, key, teams, judges, topics):
    sides = st.sampled_from(["labour", "employer", "solo"])
    playing = draw(st.lists(st.sampled_from(teams), min_size=1, max_size=3, unique=True))
    return record(
        draw,
        {
            "key": key,
            "panel": draw(st.lists(st.sampled_from(judges), max_size=4, unique=True)),
            "entries": [record(draw, {"team": team, "side": draw(sides)}) for team in playing],
        },
        topic=st.sampled_from(topics),
    )


def seats(draw, part, judges):
    """Some of the judges beside a panel as trainees, or as replaced: one a seat at the most."""
    beside = [key for key in judges if key not in part["panel"]]
    if not draw(st.booleans()):
        return part
    playing = [entry["team"] for entry in part["entries"]]
    links = [
        record(
            draw,
            {
                "seat": seat,
                "from": key,
                "keeps": draw(st.lists(st.sampled_from(playing), unique=True)),
                "reason": draw(texts),
            },
            at=moments,
            by=names,
        )
        for seat, key in zip(part["panel"], beside, strict=False)
    ]
    trainees = beside[len(links) :]
    own = {"replacements": links, "trainees": trainees}
    return part | {name: value for name, value in own.items() if value}


def paper_stage(draw, members):
    """A written test with a score of some teams, or of some members."""
    per = draw(st.sampled_from(["team", "member"]))
    owners = [
        {"team": team, "member": key} if per == "member" else {"team": team}
        for team, keys_ in members.items()
        for key in (keys_ if per == "member" else [team])
        if draw(st.booleans())
    ]
    score = st.sampled_from(["0", "100", "99.5", "33.333", "7.0"])
    ways = st.sampled_from(["mean", "sum", {"best": 1}, {"best": 3}])
    optional = {"combine": ways} if per == "member" else {}
    return record(
        draw,
        {"key": "paper", "name": draw(texts), "kind": "paper", "max": "100", "per": per}
        | {"scores": [record(draw, owner | {"score": draw(score)}) for owner in owners]},
        release=st.sampled_from(["hidden", "live", "frozen", "published"]),
        provisional_until=moments,
        **optional,
    )


def stage(draw, index, earlier, teams, judges, topics):
    matches = [
        seats(draw, match(draw, f"s{index}m{n}", teams, judges, topics), judges)
        for n in range(draw(st.integers(0, 2)))
    ]
    round_ = record(
        draw,
        {"key": "r1", "name": draw(texts), "matches": matches},
        state=st.sampled_from(["draft", "open", "closed"]),
    )
    carried = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
    return record(
        draw,
        {
            "key": f"s{index}",
            "name": draw(texts),
            "across_matches": draw(st.sampled_from(["mean", "sum", "best"])),
            "rounds": [round_],
            "carry": [{"stage": key, "weight": draw(st.sampled_from(TENTHS))} for key in carried],
        },
        release=st.sampled_from(["hidden", "live", "frozen", "published"]),
        weight=st.sampled_from(TENTHS),
    )


@st.composite
def competitions(draw):
    teams, judges, zones = draw(keys("t", 4)), draw(keys("j", 4)), draw(st.booleans())
    topics, aspects = draw(keys("p", 2)), draw(keys("d_", 3))
    dimensions = [dimension(draw, key) for key in aspects]
    members = {team: [f"{team}-{n}" for n in range(draw(st.integers(0, 3)))] for team in teams}
    stages = [paper_stage(draw, members)] if draw(st.booleans()) else []
    for index in range(draw(st.integers(0, 3))):
        stages.append(stage(draw, index, [s["key"] for s in stages], teams, judges, topics))
    matches = [m for s in stages for r in s.get("rounds", ()) for m in r["matches"]]
    sheets = [
        sheet(draw, m["key"], entry["team"], judge, dimensions)
        for m in matches
        for entry in m["entries"]
        for judge in m["panel"]
        if draw(st.booleans())
    ]
    rule = st.sampled_from([*aspects, "deductions", "head", "ruling"])
    scoring = record(
        draw,
        {},
        combine=st.sampled_from(["mean", "median", "sum"]),
        drop_high=st.integers(0, 3),
        decimals=st.integers(0, 6),
        tie_break=st.lists(rule, unique=True),
        round_at=st.lists(st.sampled_from(["panel", "weighted", "total"]), unique=True),
    )
    return record(
        draw,
        {
            "format": "accord/1",
            "competition": record(
                draw, {"key": "cup", "name": draw(texts)}, theme=texts, venue=texts, starts=moments
            ),
            "rubric": record(draw, {"dimensions": dimensions}),
            "scoring": scoring,
            "topics": [record(draw, {"key": key, "title": draw(texts)}) for key in topics],
            "teams": [
                record(
                    draw,
                    {
                        "key": key,
                        "name": draw(texts),
                        "members": [
                            record(draw, {"key": own, "name": draw(texts)}, reserve=st.booleans())
                            for own in members[key]
                        ],
                    },
                    zone=st.just("north") if zones else names,
                    withdrawn=st.booleans(),
                    seed=st.integers(1, 9),
                )
                for key in teams
            ],
            "judges": [
                record(draw, {"key": key, "name": draw(texts)}, category=names) for key in judges
            ],
            **({"zones": [{"key": "north", "name": draw(texts)}]} if zones else {}),
            "stages": stages,
            "sheets": sheets,
            "deductions": [
                record(
                    draw,
                    {
                        "match": m["key"],
                        "team": m["entries"][0]["team"],
                        "points": "0.5",
                        "reason": draw(texts),
                    },
                    by=texts,
                    at=moments,
                )
                for m in matches
            ],
            "rulings": [
                record(draw, {"stage": s["key"], "teams": teams, "minutes": draw(texts)})
                for s in stages
            ],
        },
    )


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(competitions())
def test_a_random_competition_is_accepted_and_survives_writing(file):
    document = check_document(file)
    written = write_file(document)

    assert check_document(document) == document
    assert read_file(written) == document
    assert write_file(read_file(written)) == written
    assert [s["marks"] for s in document["sheets"]] == [s["marks"] for s in file["sheets"]]
