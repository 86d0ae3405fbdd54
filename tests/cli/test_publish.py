"""`flask competition publish` and `export --xlsx`: what 王芳 carries out of the hall."""

import json

import pytest

from tests.factories import league


@pytest.fixture
def published(terminal, tmp_path, in_english):
    """The league with its semi-final published; gives the terminal."""
    file = tmp_path / "league.json"
    file.write_text(json.dumps(league()), encoding="utf-8")
    terminal.flask("competition", "load", file)
    terminal.flask("stage", "release", "league", "semi", "published")
    return terminal


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def publish(terminal, folder, **more):
    return terminal.flask("competition", "publish", "league", folder, **more)


def test_a_folder_is_made_whose_file_recounts_to_the_published_standings(published, tmp_path):
    folder = tmp_path / "usb" / "results"

    done = publish(published, folder)

    assert "every mark" in done.stderr
    assert published.json("recount", folder / "competition.json") == json.loads(
        (folder / "standings.json").read_text(encoding="utf-8")
    )
    assert (folder / "index.html").is_file()
    assert not list(folder.glob(".*"))


def test_run_again_every_byte_is_the_same(published, tmp_path):
    publish(published, tmp_path / "one")
    before = content(tmp_path / "one")

    publish(published, tmp_path / "one")
    publish(published, tmp_path / "two")

    assert content(tmp_path / "one") == content(tmp_path / "two") == before


def test_an_earlier_publication_is_replaced_and_what_it_had_more_is_gone(published, tmp_path):
    folder = tmp_path / "results"
    publish(published, folder)
    published.flask("stage", "release", "league", "final", "live")
    whole = json.loads(published.flask("competition", "export", "league").stdout)
    del whole["teams"][3]["members"]
    semi = whole["stages"][0]["rounds"][0]["matches"]
    semi[1]["entries"] = semi[1]["entries"][:1]
    whole["sheets"] = [sheet for sheet in whole["sheets"] if sheet["team"] != "rail"]
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(whole), encoding="utf-8")
    published.flask("competition", "load", changed, "--replace", "--reason", "rail never came")

    publish(published, folder)

    assert not (folder / "zh" / "stage-semi-team-rail.html").exists()
    assert (folder / "zh" / "stage-semi-team-metro.html").is_file()


def test_anything_else_in_the_folder_is_refused_and_named(published, tmp_path):
    folder = tmp_path / "results"
    publish(published, folder)
    (folder / "zh" / "thesis.docx").write_text("years of work", encoding="utf-8")

    done = publish(published, folder, code=1)

    assert "zh/thesis.docx" in done.stderr
    assert (folder / "zh" / "thesis.docx").read_text(encoding="utf-8") == "years of work"


def test_a_folder_that_is_no_publication_is_refused(published, tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "index.html").write_text("my page", encoding="utf-8")

    assert "index.html" in publish(published, folder, code=1).stderr
    assert content(folder) == {"index.html": b"my page"}


def test_a_page_that_somebody_changed_is_not_written_over(published, tmp_path):
    folder = tmp_path / "results"
    publish(published, folder)
    (folder / "style.css").write_text("mine", encoding="utf-8")

    assert "style.css" in publish(published, folder, code=1).stderr


def test_a_link_to_elsewhere_is_not_followed(published, tmp_path):
    folder, elsewhere = tmp_path / "results", tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / "zh").symlink_to(elsewhere, target_is_directory=True)

    publish(published, folder, code=1)

    assert list(elsewhere.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(published, tmp_path):
    (tmp_path / "results").write_text("a file", encoding="utf-8")

    publish(published, tmp_path / "results", code=1)

    assert (tmp_path / "results").read_text(encoding="utf-8") == "a file"


def test_without_a_published_stage_it_says_what_to_do(published, tmp_path):
    published.flask("stage", "release", "league", "semi", "hidden", "--reason", "too early")

    done = publish(published, tmp_path / "results", code=1)

    assert "No stage is published yet" in done.stderr
    assert not (tmp_path / "results").exists()


def test_a_stage_that_carries_an_unpublished_one_is_refused_by_name(published, tmp_path):
    published.flask("stage", "release", "league", "final", "published")
    published.flask("stage", "release", "league", "semi", "live", "--reason", "counted anew")

    done = publish(published, tmp_path / "results", code=1)

    assert "The league" not in done.stderr
    assert done.stderr


def test_an_archived_contest_can_be_published(published, tmp_path):
    published.flask("competition", "archive", "league")

    publish(published, tmp_path / "results")

    assert (tmp_path / "results" / "competition.json").is_file()


def test_a_private_contest_is_published_to_a_folder_too(published, tmp_path):
    published.flask("competition", "visibility", "league", "private")

    publish(published, tmp_path / "results")

    assert b"private" not in (tmp_path / "results" / "competition.json").read_bytes()


def test_the_audit_holds_afterwards(published, tmp_path):
    publish(published, tmp_path / "results")

    published.flask("audit", "verify", "league")


def test_the_workbook_is_written_to_a_file(published, tmp_path):
    published.flask(
        *("competition", "export", "league", "--xlsx", "--out", tmp_path / "l.xlsx"),
        *("--lang", "en"),
    )

    assert (tmp_path / "l.xlsx").read_bytes().startswith(b"PK")


def test_the_workbook_needs_a_file(published):
    done = published.flask("competition", "export", "league", "--xlsx", code=1)

    assert "--out" in done.stderr
