"""The published results as plain files: complete, linked, the same each time, and without leaks."""

import hashlib
import html.parser
import io
import json
import posixpath
import zipfile

import pytest

from competition import document, scoring
from competition.document.canonical import canonical
from competition.site import NotPublishable, PublishedResults, build_site, zip_site
from competition.why import prove
from tests.factories import checked, contest, league, league_with_test, text


def counted(whole, *stages):
    """What is published of these stages, as the public sees it."""
    standings = scoring.recount(checked(whole))["stages"]
    return PublishedResults({each["stage"]: each for each in standings if each["stage"] in stages})


def site(whole, *stages):
    return build_site(checked(whole), counted(whole, *stages))


def everything(files):
    return b"\n".join(files.values()).decode()


class Links(html.parser.HTMLParser):
    """The addresses that a page refers to, and whether every element is closed in order."""

    VOID = ("meta", "link", "br")

    def __init__(self, page):
        super().__init__()
        self.addresses, self.open = [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.addresses += [value for name, value in attributes if name in ("href", "src")]
        assert tag != "script"
        assert not any(name.startswith("on") or name == "style" for name, _ in attributes)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_link_leads_to_a_file_of_the_site_and_none_elsewhere():
    files = site(contest(), "written", "semi")

    pages = [name for name in files if name.endswith(".html")]
    linked = {"index.html"}
    for name in pages:
        for address in Links(files[name].decode()).addresses:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            assert target in files, f"{name} → {address}"
            linked.add(target)
    assert linked == set(files)


def test_there_is_a_page_a_stage_and_a_page_a_team_in_both_languages():
    files = site(league(), "semi")

    for language in ("zh", "en"):
        for page in ("stage-semi.html", "stage-semi-team-metro.html", "recount.html"):
            assert f"{language}/{page}" in files
    assert "半决赛" in files["zh/stage-semi.html"].decode()
    assert "Semi-final" in files["en/stage-semi.html"].decode()
    assert {"index.html", "competition.json", "standings.json", "SHA256SUMS"} <= set(files)


@pytest.mark.parametrize(
    ("whole", "stages"),
    [
        (league(), ["semi"]),
        (contest(), ["written", "semi"]),
        (contest(), ["written", "semi", "final"]),
        (league_with_test(), ["test"]),
    ],
)
def test_a_recount_of_its_file_gives_the_published_standings(whole, stages):
    files = site(whole, *stages)

    recounted = scoring.recount(document.read_file(files["competition.json"]))

    assert canonical(recounted["stages"]) == canonical(
        list(counted(whole, *stages).stages.values())
    )
    assert json.loads(files["standings.json"]) == recounted


def test_a_recount_holds_with_everything_that_a_rule_can_ask_for():
    whole = league()
    for judge, category in zip(
        whole["judges"], ("professional", "academic", "professional"), strict=True
    ):
        judge["category"] = category
    whole["scoring"] |= {
        "category_weights": {"professional": "0.6", "academic": "0.4"},
        "drop_high": 1,
        "missing_sheet": "exclude",
        "tie_break": ["head", "deductions", "ruling"],
    }
    whole["deductions"] = [
        {"match": "semi-1", "team": "bus", "points": "1.5", "reason": "超时", "by": "王芳"}
    ]
    whole["rulings"] = [
        {"stage": "semi", "teams": ["bus", "metro"], "minutes": text("李娜主张"), "by": "王芳"}
        | {"votes": [{"judge": "li-na", "teams": ["bus", "metro"]}]}
    ]
    whole["stages"][0]["rounds"][0]["matches"][1]["recused"] = [
        {"judge": "jo", "teams": ["rail"], "reason": text("亲属关系")}
    ]
    files = site(whole, "semi")

    recounted = scoring.recount(document.read_file(files["competition.json"]))

    assert recounted["stages"] == list(counted(whole, "semi").stages.values())
    assert b'"votes"' not in files["competition.json"]
    for secret in ("李娜主张", "亲属关系", "王芳", "李娜", "张伟"):
        assert secret not in everything(files)


def test_a_stage_that_teams_go_on_to_is_there_by_name_alone():
    whole = league()
    whole["stages"][0]["advance"] = {"to": "final", "top": 2}
    files = site(whole, "semi")

    recounted = scoring.recount(document.read_file(files["competition.json"]))["stages"]

    assert recounted[0] == counted(whole, "semi").stages["semi"]
    assert recounted[1]["standings"] == recounted[1]["unranked"] == []
    assert "zh/stage-final.html" not in files


@pytest.mark.parametrize("leaves", ["metro", "rail"])
def test_a_withdrawal_from_a_later_stage_is_told_only_where_the_standings_tell_it(leaves):
    whole = league()
    whole["stages"][0]["advance"] = {"to": "final", "top": 2}
    del whole["stages"][1]["rounds"][0]["matches"][0]
    next(team for team in whole["teams"] if team["key"] == leaves)["withdrawn_from"] = "final"

    files = site(whole, "semi")

    assert ("withdrawn_from" in files["competition.json"].decode()) == (leaves == "metro")


def test_made_again_it_is_the_same_to_the_last_byte():
    first, second = site(contest(), "written", "semi"), site(contest(), "written", "semi")

    assert first == second
    assert zip_site(first, "league") == zip_site(second, "league")
    assert list(first) == list(second)


def test_the_sums_are_those_of_the_files():
    files = site(league(), "semi")

    lines = files["SHA256SUMS"].decode().splitlines()

    assert dict(reversed(line.split("  ")) for line in lines) == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in files.items()
        if name != "SHA256SUMS"
    }


def test_the_zip_holds_the_files_in_one_folder():
    files = site(league(), "semi")

    with zipfile.ZipFile(io.BytesIO(zip_site(files, "league"))) as archive:
        assert archive.testzip() is None
        unpacked = {name: archive.read(name) for name in archive.namelist()}

    assert unpacked == {f"league/{name}": data for name, data in files.items()}


def hidden(whole):
    """A contest with all that must not come out, each with a word of its own."""
    sheet = whole["sheets"][0]
    sheet |= {"version": 3, "comment": "SECRET-comment", "submitted_at": "2026-05-01T11:11:11Z"}
    sheet["history"] = [
        {"version": 1, "marks": {"law": "1.5", "poise": "1.5"}, "state": "submitted"}
        | {"comment": "SECRET-earlier"},
        {"version": 2, "marks": {"law": "2.5"}, "state": "draft"},
    ]
    whole["sheets"].append(
        {"match": "last", "team": "metro", "judge": "jo", "version": 1, "state": "submitted"}
        | {"marks": {"law": "3.5", "poise": "4.5"}, "comment": "SECRET-final"}
    )
    whole["competition"]["source"] = "SECRET-source"
    whole["rubric"]["dimensions"][0]["guide"] = text("SECRET-guide")
    whole["judges"].append({"key": "nobody", "name": text("SECRET-judge")})
    for judge in whole["judges"]:
        judge["organisation"] = text("SECRET-organisation")
    whole["topics"].append({"key": "later", "title": text("SECRET-topic")})
    whole["stages"][1]["rounds"][0]["matches"][0]["topic"] = "later"
    whole["teams"].append(
        {"key": "late", "name": text("后来队"), "members": [{"key": "m", "name": "SECRET-member"}]}
    )
    return whole


def test_nothing_that_is_not_published_is_in_any_file():
    files = site(hidden(league()), "semi")

    words = everything(files)
    assert "SECRET" not in words
    assert "11:11:11" not in words
    assert "李娜" not in words
    file = json.loads(files["competition.json"])
    assert {stage["key"] for stage in file["stages"]} == {"semi"}
    assert {sheet["match"] for sheet in file["sheets"]} == {"semi-1", "semi-2"}
    assert not any({"history", "comment", "submitted_at"} & set(each) for each in file["sheets"])
    assert {mark for each in file["sheets"] for mark in each["marks"].values()}.isdisjoint(
        {"1.5", "2.5", "3.5", "4.5"}
    )


def test_who_came_for_whom_and_what_is_a_repeat_come_along_and_no_reason_and_no_delay():
    whole = league()
    for team in whole["teams"]:
        team["members"] = [{"key": f"{team['key']}-{n}", "name": text(f"选手{n}")} for n in (1, 2)]
    matches = whole["stages"][0]["rounds"][0]["matches"]
    why = {"reason": text("SECRET-reason"), "by": "SECRET-name", "at": "2026-05-01T11:11:11+08:00"}
    came = {"team": "metro", "leaves": "metro-1", "comes": "metro-2"}
    matches[0] |= {"substitutions": [came | why], "late": [{"team": "bus", "minutes": 7} | why]}
    matches.insert(1, {**matches[0], "key": "again", "repeats": "semi-1", "void": text("火警")})

    files = site(whole, "semi")

    assert "SECRET" not in everything(files)
    assert "11:11:11" not in everything(files)
    first, again, _ = json.loads(files["competition.json"])["stages"][0]["rounds"][0]["matches"]
    assert again["repeats"] == "semi-1"
    assert "late" not in first
    assert {**first["substitutions"][0], "reason": None} == {**came, "reason": None}


def test_who_signed_and_what_is_not_revealed_stays_out():
    file, results = checked(league()), counted(league(), "semi")
    file["certifications"] = [
        {"stage": "semi", "digest": "0" * 64, "role": "checker", "name": "SECRET-signer"}
        | {"at": "2026-05-01T11:11:11+08:00"}
    ]
    file["awards"] = [
        {"key": "first", "name": text("SECRET-award"), "by": "rank", "stage": "semi"}
        | {"places": [1, 1]}
    ]

    words = everything(build_site(file, results))

    assert "SECRET" not in words
    assert "11:11:11" not in words


def test_while_an_appeal_is_open_the_results_are_called_provisional_and_it_is_not_told():
    whole = league()
    whole["appeals"] = [
        {"key": "one", "stage": "semi", "team": "bus", "about": "fact", "claim": "SECRET-claim"}
        | {"raised_at": "2026-05-01T10:00:00+08:00", "state": "filed"}
    ]

    files = site(whole, "semi")

    assert json.loads(files["standings.json"])["stages"][0]["provisional"] is True
    assert "暂定成绩" in files["zh/stage-semi.html"].decode()
    assert "SECRET" not in everything(files)


def test_a_stages_own_rubric_and_rule_come_along_and_personal_marks_do_not():
    whole = league()
    for judge, category in zip(
        whole["judges"], ("professional", "academic", "professional"), strict=True
    ):
        judge["category"] = category
    whole["rubric"]["dimensions"][0]["marked_by"] = ["professional"]
    whole["rubric"]["personal"] = {"max": "10", "step": "0.1"}
    whole["stages"][0]["scoring"] = {"combine": "sum", "decimals": 1, "tie_break": ["ruling"]}
    for team in whole["teams"]:
        team["members"][0]["key"] = f"{team['key']}-1"
    for sheet in whole["sheets"]:
        sheet["personal"] = {f"{sheet['team']}-1": "7.7"}
        if sheet["judge"] == "zhang-wei":
            del sheet["marks"]["law"]

    files = site(whole, "semi")

    recounted = scoring.recount(document.read_file(files["competition.json"]))["stages"]
    assert recounted == list(counted(whole, "semi").stages.values())
    assert "7.7" not in everything(files)
    assert "personal" not in files["competition.json"].decode()


def test_two_contests_that_differ_in_hidden_marks_alone_give_the_same_files():
    other = hidden(league())
    other["sheets"][-1]["marks"] = {"law": "9.5", "poise": "9.5"}

    assert site(hidden(league()), "semi") == site(other, "semi")


def test_judges_are_called_by_numbers():
    files = site(league(), "semi")

    assert [judge["name"]["zh"] for judge in json.loads(files["competition.json"])["judges"]] == [
        "评委 1",
        "评委 2",
        "评委 3",
    ]
    assert "评委 2" in files["zh/stage-semi-team-metro.html"].decode()


def test_marks_left_out_are_struck_through():
    whole = league()
    whole["scoring"] |= {"drop_high": 1, "drop_low": 1}

    assert site(whole, "semi")["zh/stage-semi-team-metro.html"].count(b"<del>") == 4


def test_every_total_is_proved_step_by_step():
    files = site(league_with_test(), "test", "semi")

    proof = json.loads(files["proofs/stage-semi-team-metro.json"])

    assert proof["total"] == "32.50"
    assert proof == prove(document.read_file(files["competition.json"]), "metro", "semi")
    page = files["zh/stage-semi-team-metro.html"].decode()
    assert all(f'id="{step["id"]}"' in page for step in proof["steps"])


def test_a_name_cannot_become_markup():
    whole = league()
    whole["teams"][0]["name"] = text("<b>&\"'")

    page = site(whole, "semi")["en/stage-semi.html"].decode()

    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_awards_have_a_page_once_they_are_revealed():
    file, results = checked(league()), counted(league(), "semi")
    awards = [
        {
            "key": "first",
            "name": text("一等奖", "First prize"),
            "winners": [{"team": "post", "called": text("邮政队"), "place": 1, "value": "26.50"}],
        }
    ]

    without = build_site(file, results)
    files = build_site(file, PublishedResults(results.stages, (), awards))

    assert "zh/awards.html" not in without
    assert "一等奖" in files["zh/awards.html"].decode()
    assert "awards.html" in files["index.html"].decode()


def test_a_correction_is_told_with_its_reason():
    results = PublishedResults(
        counted(league(), "semi").stages,
        [{"stage": "semi", "number": 1, "at": "2026-05-02T09:00:00+08:00", "reason": "计时有误"}],
    )

    page = build_site(checked(league()), results)["zh/stage-semi.html"].decode()

    assert "2026-05-02：计时有误" in page


def refusal(whole, results):
    with pytest.raises(NotPublishable) as refused:
        build_site(checked(whole), results)
    return refused.value.reason, refused.value.stage, refused.value.other


def test_without_a_published_stage_there_is_nothing_to_publish():
    assert refusal(league(), PublishedResults({})) == ("nothing", "", "")


def test_a_stage_that_adds_up_an_unpublished_one_cannot_be_recounted():
    assert refusal(league(), counted(league(), "final")) == ("carries", "final", "semi")


def test_what_was_published_and_is_counted_otherwise_now_is_not_published():
    other = league()
    other["sheets"][0]["marks"]["law"] = "1"

    assert refusal(other, counted(league(), "semi")) == ("differs", "semi", "")


def test_the_agreement_of_a_published_match_is_there_with_its_signers_and_no_other():
    def agreement(match, words, name):
        point = {"focal_point": "rise", "status": "partial", "text": text(words, words)}
        signed = {"side": "labour", "name": name, "at": "2026-05-01T10:30:00+08:00"}
        return {"match": match, "points": [point], "signed": [signed]}

    whole = league()
    whole["agreements"] = [
        agreement("semi-1", "Five per cent", "陈晨"),
        agreement("last", "Nothing yet", "林秀英"),
    ]
    files = site(whole, "semi")

    page = files["en/stage-semi-team-metro.html"].decode()
    for words in ("Five per cent", "agreed in part", "陈晨"):
        assert words in page
    published = json.loads(files["competition.json"])
    assert [each["match"] for each in published["agreements"]] == ["semi-1"]
    assert "Nothing yet" not in everything(files)
    assert "林秀英" not in everything(files)
