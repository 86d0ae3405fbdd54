"""Text that PostgreSQL cannot store: a refusal in words, never a 500."""

from sqlalchemy.exc import DataError


def test_what_no_check_has_refused_is_refused_in_words(app, client):
    def store():
        raise DataError("INSERT", {}, ValueError("value too long"))

    app.add_url_rule("/store", view_func=store)

    answer = client.get("/store", headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "Nothing has been saved" in answer.text


def test_an_address_with_a_nul_character_is_missing(client):
    assert client.get("/c/a%00b").status_code == 404
    assert client.put("/api/v1/competitions/a%00b/sheets/b/c").status_code == 404
