"""`flask awards`, the workbook and the website of contests that have little in them."""

import json

import pytest

from tests.factories import league

FIRST = {"key": "first", "name": {"en": "First prize"}, "by": "rank", "stage": "semi"}


def without_teams():
    whole = league(teams=[], sheets=[], awards=[{**FIRST, "places": [1, 1]}])
    for stage in whole["stages"]:
        for round_ in stage["rounds"]:
            round_ |= {"matches": [], "state": "closed"}
    return whole


def with_one_team():
    whole = without_teams()
    whole["teams"] = league()["teams"][:1]
    whole["sheets"] = [row for row in league()["sheets"] if row["team"] == "metro"]
    alone = league()["stages"][0]["rounds"][0]["matches"][0]
    alone["entries"] = [{"team": "metro", "side": "solo"}]
    whole["stages"][0]["rounds"][0]["matches"] = [alone]
    return whole


@pytest.mark.parametrize(
    ("whole", "winners"),
    [(league(), None), (without_teams(), 0), (with_one_team(), 1)],
    ids=["no awards", "no teams", "one team"],
)
def test_a_contest_with_little_in_it_has_its_awards_workbook_and_website(
    terminal, tmp_path, in_english, whole, winners
):
    file = tmp_path / "league.json"
    file.write_text(json.dumps(whole), encoding="utf-8")

    decided = terminal.json("awards", file)["awards"]

    assert [len(award["winners"]) for award in decided] == ([] if winners is None else [winners])
    terminal.flask("competition", "load", file)
    terminal.flask("stage", "release", "league", "semi", "published")
    book = tmp_path / "league.xlsx"
    terminal.flask("competition", "export", "league", "--xlsx", "--out", book)
    assert book.read_bytes().startswith(b"PK")
    site = tmp_path / "site"
    if not winners and winners is not None:
        # Without a team nothing is public, and the command says so.
        said = terminal.flask("competition", "publish", "league", site, code=1).stderr
        assert "No stage is published yet." in said
        return
    terminal.flask("competition", "publish", "league", site)
    assert (site / "index.html").exists()
