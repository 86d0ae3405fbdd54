"""The ways in: set-up link, sign-in, sign-out, and how often one may be wrong."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from flask import Flask
from limits import parse

from competition.actions import accounts, off_loop
from competition.store import accounts as store
from competition.store.transactions import writing
from competition.web import rate_limits
from tests import factories
from tests.conftest import Visitor

WRONG = "not the password at all"


@pytest.fixture
def wang_fang(app: Flask) -> str:
    """王芳 is an organiser; her name."""
    with app.app_context():
        accounts.add_organiser(factories.ORGANISER, factories.PASSWORD, "command line")
    return factories.ORGANISER


@pytest.fixture
def set_up_link(app: Flask) -> str:
    with app.app_context():
        token = accounts.set_up_link()
    assert token
    return f"/set-up/{token}"


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """Another browser."""
    return lambda: app.test_client()  # type: ignore[return-value]


def sign_in(who: Visitor, name: str, password: str, **more: str):
    return who.submit("/sign-in", {"name": name, "password": password, **more})


def test_the_set_up_link_makes_the_first_organiser_and_works_once(app, client, set_up_link):
    assert client.get(set_up_link).status_code == 200

    response = client.submit(set_up_link, {"name": "李娜", "password": factories.PASSWORD})

    assert response.status_code == 303
    assert response.location == "/organiser"
    assert client.get("/organiser").status_code == 200
    missing = client.get("/nothing-here")
    for again in (
        client.get(set_up_link),
        client.submit(set_up_link, {"name": "张伟", "password": factories.PASSWORD}),
    ):
        assert again.status_code == 404
        assert again.data == missing.data
    with app.app_context():
        assert [organiser.name for organiser in store.all_organisers()] == ["李娜"]


def test_a_set_up_link_that_never_was_is_a_missing_page(client, set_up_link):
    missing = client.get("/nothing-here").data

    assert client.get("/set-up/none").data == missing
    assert client.post("/set-up/none", data={"name": "李娜"}).data == missing


def test_a_set_up_page_that_is_too_old_gives_the_name_back_and_makes_nobody(client, set_up_link):
    response = client.post(set_up_link, data={"name": "李娜", "password": factories.PASSWORD})

    assert response.status_code == 400
    assert 'value="李娜"' in response.get_data(as_text=True)
    assert client.get(set_up_link).status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("李娜", "xyzzy"), ("", factories.PASSWORD), ("李\u202e娜", WRONG)]
)
def test_a_set_up_that_is_refused_keeps_the_name_and_the_link(client, set_up_link, name, password):
    response = client.submit(set_up_link, {"name": name, "password": password})

    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert 'role="alert"' in page
    assert f'value="{name}"' in page
    assert password not in page
    assert client.get(set_up_link).status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(client, wang_fang):
    asked = client.get("/organiser/organisers?lang=en")
    assert asked.location == "/sign-in?next=/organiser/organisers?lang%3Den"
    page = client.get(asked.location).get_data(as_text=True)
    assert 'name="next" value="/organiser/organisers?lang=en"' in page

    response = sign_in(client, wang_fang, factories.PASSWORD, next="/organiser/organisers?lang=en")

    assert response.status_code == 303
    assert response.location == "/organiser/organisers?lang=en"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "\\/example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        "organiser",
        "/x\r\nSet-Cookie: a=b",
        "//[",
    ],
)
def test_signing_in_never_leads_to_somebody_else_s_page(client, wang_fang, elsewhere):
    response = sign_in(client, wang_fang, factories.PASSWORD, next=elsewhere)

    assert response.location == "/organiser"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(visitor, wang_fang):
    known = sign_in(visitor(), wang_fang, WRONG)
    unknown = sign_in(visitor(), "李娜", WRONG)

    assert known.status_code == unknown.status_code == 422

    def without_tokens(response, name: str) -> list[str]:
        text = response.get_data(as_text=True).replace(name, "NAME")
        return [line for line in text.splitlines() if "csrf" not in line]

    assert without_tokens(known, wang_fang) == without_tokens(unknown, "李娜")


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(visitor, wang_fang):
    browser = visitor()
    for _ in range(10):
        assert sign_in(browser, wang_fang, WRONG).status_code == 422

    response = sign_in(browser, wang_fang, factories.PASSWORD)

    assert response.status_code == 429
    page = response.get_data(as_text=True)
    assert "15 分钟" in page
    assert 1 <= int(response.headers["Retry-After"]) <= 900
    assert f'value="{wang_fang}"' in page


def test_a_browser_that_signed_in_before_is_not_shut_out_by_others(visitor, wang_fang):
    own, other = visitor(), visitor()
    sign_in(own, wang_fang, factories.PASSWORD)
    own.submit("/sign-out", {})
    for _ in range(12):
        sign_in(other, wang_fang, WRONG)

    assert sign_in(other, wang_fang, factories.PASSWORD).status_code == 429
    assert sign_in(own, wang_fang, factories.PASSWORD).status_code == 303


def test_wrong_passwords_for_one_account_leave_another_alone(app, visitor, wang_fang):
    with app.app_context():
        accounts.add_organiser("张伟", factories.PASSWORD, "command line")
    for _ in range(12):
        sign_in(visitor(), wang_fang, WRONG)

    assert sign_in(visitor(), "张伟", factories.PASSWORD).status_code == 303


def test_one_address_cannot_try_account_after_account(visitor, wang_fang):
    for number in range(60):
        sign_in(visitor(), f"nobody {number}", WRONG)

    assert sign_in(visitor(), "somebody", WRONG).status_code == 429


@pytest.mark.parametrize(
    "disguise",
    ["{name}{blanks}x", " {name} ", "{name}\u3000{blanks}y", "{blanks}{name}", "\n{name}{blanks}"],
)
def test_a_name_in_disguise_is_counted_as_the_name_that_is_checked(visitor, wang_fang, disguise):
    typed = disguise.format(name=wang_fang, blanks=" " * 200)
    for _ in range(10):
        sign_in(visitor(), typed, WRONG)

    refused = sign_in(visitor(), wang_fang, factories.PASSWORD).status_code == 429
    is_checked_as_hers = accounts.sign_in_name(typed) == wang_fang
    assert refused == is_checked_as_hers
    assert sign_in(visitor(), typed, factories.PASSWORD).status_code == (429 if refused else 422)


@pytest.mark.parametrize(
    "typed", ["", "  ", "x" * 5000, ("x" * 199 + " ") * 9, "e\u0301" * 300, "a" + "\u0301" * 999]
)
def test_the_name_that_is_checked_is_already_the_name_that_is_counted(typed):
    name = accounts.sign_in_name(typed)

    assert accounts.sign_in_name(name) == name
    assert len(name) <= 200


def test_a_browser_that_signed_in_before_cannot_try_account_after_account(visitor, wang_fang):
    browser = visitor()
    sign_in(browser, wang_fang, factories.PASSWORD)
    browser.submit("/sign-out", {})
    answers = [sign_in(browser, f"nobody {number}", WRONG).status_code for number in range(31)]

    assert answers == [422] * 30 + [429]
    assert sign_in(visitor(), wang_fang, factories.PASSWORD).status_code == 303


def test_many_browsers_that_signed_in_before_share_a_limit_too(visitor, wang_fang, monkeypatch):
    monkeypatch.setattr(rate_limits, "PASSWORDS_DEVICES", parse("20 per 15 minutes"))
    answers = []
    for number in range(11):
        browser = visitor()
        sign_in(browser, wang_fang, factories.PASSWORD)
        answers += [sign_in(browser, f"nobody {number}", WRONG).status_code for _ in range(2)]

    assert answers == [422] * 20 + [429] * 2


def test_tries_at_the_same_instant_count_while_they_are_checked(app):
    allowed, failures = 0, []
    with app.test_request_context(), ExitStack() as running:
        for _ in range(40):
            count_failure = running.enter_context(rate_limits.password_try("王芳"))
            if count_failure is not None:
                allowed += 1
                failures.append(count_failure)
        for count_failure in failures[:3]:
            count_failure()
    with app.test_request_context(), ExitStack() as running:
        again = [running.enter_context(rate_limits.password_try("王芳")) for _ in range(10)]

    assert allowed == 10
    assert sum(one is not None for one in again) == 7


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
    ],
)
def test_a_client_has_all_addresses_of_its_network(visitor, wang_fang, first, second, are_one):
    for number in range(60):
        name = f"nobody {number}"
        sign_in_from(visitor(), first, name)

    assert (sign_in_from(visitor(), second, "somebody") == 429) is are_one


def sign_in_from(who: Visitor, address: str, name: str) -> int:
    fields = {"name": name, "password": WRONG}
    return who.submit("/sign-in", fields, environ_base={"REMOTE_ADDR": address}).status_code


def test_a_full_queue_of_passwords_is_said_with_when_to_come_back(client, wang_fang, monkeypatch):
    def full(_call):
        raise off_loop.too_many_passwords()

    monkeypatch.setattr(off_loop, "_password_runner", full)

    response = sign_in(client, wang_fang, factories.PASSWORD)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert "稍等几秒" in response.get_data(as_text=True)
    assert f'value="{wang_fang}"' in response.get_data(as_text=True)


def test_a_password_changed_during_the_check_of_the_old_one_lets_nobody_in(
    app, wang_fang, monkeypatch
):
    def change_meanwhile(call):
        answer = call()
        with app.app_context(), writing() as session:
            found = store.organiser_by_name(wang_fang)
            found.password_hash = "another"
            session.add(found)
        return answer

    with app.app_context():
        monkeypatch.setattr(off_loop, "_password_runner", change_meanwhile)
        assert accounts.check_password(wang_fang, factories.PASSWORD) is None


def test_signing_out_ends_the_session_on_the_server_too(app, client, wang_fang):
    sign_in(client, wang_fang, factories.PASSWORD)
    with client.session_transaction() as kept:
        stolen = dict(kept)

    response = client.submit("/sign-out", {})

    assert response.location == "/sign-in"
    assert client.get("/organiser").status_code == 302
    thief: Visitor = app.test_client()  # type: ignore[assignment]
    with thief.session_transaction() as kept:
        kept.update(stolen)
    assert thief.get("/organiser").status_code == 302


def test_signing_in_ends_whatever_session_the_browser_carried(app, client, wang_fang):
    sign_in(client, wang_fang, factories.PASSWORD)
    with client.session_transaction() as kept:
        before = dict(kept)

    sign_in(client, wang_fang, factories.PASSWORD)

    with client.session_transaction() as kept:
        assert kept["organiser"] != before["organiser"]
        assert kept["device"] == before["device"]
    with app.app_context():
        assert store.open_session(before["organiser"]) is None


def test_a_sign_in_page_that_is_too_old_gives_the_name_back_and_tries_nothing(client, wang_fang):
    client.get("/sign-in")
    for _ in range(12):
        response = client.post(
            "/sign-in", data={"name": wang_fang, "password": WRONG, "next": "/organiser/new"}
        )
        assert response.status_code == 400

    page = response.get_data(as_text=True)
    assert f'value="{wang_fang}"' in page
    assert 'value="/organiser/new"' in page
    assert "再提交一次" in page
    assert sign_in(client, wang_fang, factories.PASSWORD).status_code == 303


def test_a_sign_out_without_its_token_signs_nobody_out(client, wang_fang):
    sign_in(client, wang_fang, factories.PASSWORD)

    response = client.post("/sign-out?lang=en")

    assert response.status_code == 400
    assert "You are still signed in" in response.text
    assert client.get("/organiser").status_code == 200


def test_signing_in_twice_is_not_asked_for(organiser_client):
    assert organiser_client.get("/sign-in?next=/organiser/new").location == "/organiser/new"


def test_the_set_up_page_is_never_stored_by_a_browser(client, set_up_link):
    for address in ("/sign-in", set_up_link):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_what_is_typed_as_a_name_is_shown_as_text(client):
    page = sign_in(client, '"><script>alert(1)</script>', WRONG).get_data(as_text=True)

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_password_of_any_length_is_only_wrong_or_too_much_to_be_read(client, wang_fang):
    assert sign_in(client, wang_fang, "x" * 10_000).status_code == 422
    assert sign_in(client, wang_fang, "x" * 100_000).status_code == 413
