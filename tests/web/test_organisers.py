"""Who organises: one's own password, and taking another organiser out."""

import pytest
from flask import Flask

from competition.actions import accounts
from competition.store import accounts as store
from competition.store import audit
from tests import factories
from tests.conftest import Visitor

HERE = "/organiser/organisers"
NEW = "nine geese came back in spring"


@pytest.fixture
def li_na(app: Flask) -> Visitor:
    """李娜, another organiser, signed in on a browser of her own."""
    with app.app_context():
        accounts.add_organiser("李娜", factories.PASSWORD, "command line")
    visitor: Visitor = app.test_client()  # type: ignore[assignment]
    visitor.submit("/sign-in", {"name": "李娜", "password": factories.PASSWORD})
    return visitor


def number_of(app: Flask, name: str) -> int:
    with app.app_context():
        organiser = store.organiser_by_name(name)
        assert organiser is not None
        return organiser.id


def newest(app: Flask) -> tuple[str, str]:
    """Who did what last, by the house's audit."""
    with app.app_context():
        row = audit.recent_rows("", 1)[0]
        return row.who, row.action


def test_a_new_password_ends_every_other_session_and_keeps_this_one(
    app, client, organiser_client, li_na
):
    client.submit("/sign-in", {"name": factories.ORGANISER, "password": factories.PASSWORD})

    done = organiser_client.submit(f"{HERE}/password", {"old": factories.PASSWORD, "new": NEW})

    assert done.status_code == 303
    assert newest(app) == (f"organiser {factories.ORGANISER}", "organiser.password")
    assert organiser_client.get("/organiser").status_code == 200
    assert li_na.get("/organiser").status_code == 200
    assert client.get("/organiser").status_code == 302
    with app.app_context():
        assert accounts.check_password(factories.ORGANISER, factories.PASSWORD) is None
        assert accounts.check_password(factories.ORGANISER, NEW) is not None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("wrong", NEW, "The current password is wrong"), (factories.PASSWORD, "short", "8 to")],
)
def test_a_password_stays_when_the_old_is_wrong_or_the_new_too_short(
    app, organiser_client, old, new, words
):
    answer = organiser_client.submit(f"{HERE}/password?lang=en", {"old": old, "new": new})

    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert accounts.check_password(factories.ORGANISER, factories.PASSWORD) is not None


def test_guessing_the_old_password_is_put_off(organiser_client):
    guess = {"old": "wrong", "new": NEW}
    codes = [organiser_client.submit(f"{HERE}/password", guess).status_code for _ in range(11)]

    assert codes == [422] * 10 + [429]


def test_an_organiser_who_is_taken_out_is_signed_out_and_cannot_come_back(
    app, organiser_client, li_na
):
    address = f"{HERE}/{number_of(app, '李娜')}/remove"
    assert "李娜" in organiser_client.get(address).text
    assert li_na.get("/organiser").status_code == 200

    assert organiser_client.submit(address, {}).status_code == 303

    assert newest(app) == (f"organiser {factories.ORGANISER}", "organiser.remove")
    assert li_na.get("/organiser").status_code == 302
    back = li_na.submit("/sign-in", {"name": "李娜", "password": factories.PASSWORD})
    assert back.status_code == 422
    assert organiser_client.get(address).status_code == 404


def test_nobody_takes_themselves_out_and_the_last_one_stays(app, organiser_client):
    number = number_of(app, factories.ORGANISER)

    answer = organiser_client.submit(f"{HERE}/{number}/remove?lang=en", {})

    assert answer.status_code == 422
    assert "Ask another organiser" in answer.text
    with app.app_context(), pytest.raises(accounts.Refused, match="only organiser"):
        accounts.delete_organiser(number, "command line")
    assert organiser_client.get("/organiser").status_code == 200
