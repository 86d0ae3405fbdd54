"""What leaves compressed, for whom, and that it is the same once unpacked."""

import gzip

import pytest

from competition.web import bundles
from tests.factories import CHAOYANG

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PUBLIC = (
    "/",
    f"/c/{CHAOYANG}",
    f"/c/{CHAOYANG}/screen",
    f"/c/{CHAOYANG}/board",
    f"/api/v1/competitions/{CHAOYANG}/snapshot",
    "/api/v1/openapi.json",
    "/static/bundle/audience.css",
    "/static/js/audience/connection.js",
    "/static/vendor/htmx-4.0.1.min.js",
    "/static/icon.svg",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_who_takes_gzip_gets_the_same_in_fewer_bytes(client, chaoyang, address):
    plain = client.get(address, buffered=True)

    packed = client.get(address, headers=GZIP, buffered=True)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) == packed.content_length < len(plain.data)
    # A cache between must not hand the one to who asked for the other.
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in packed.vary


@pytest.mark.parametrize("address", PUBLIC)
def test_who_has_the_packed_answer_gets_304(client, chaoyang, address):
    first = client.get(address, headers=GZIP, buffered=True)

    again = client.get(
        address, headers=GZIP | {"If-None-Match": first.headers["ETag"]}, buffered=True
    )

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    # By another encoding the tag is not the same byte for byte, and says so.
    assert first.headers["ETag"].startswith("W/")


@pytest.mark.parametrize("accept", ["", "identity", "gzip;q=0", "br"])
def test_who_does_not_take_gzip_gets_it_plain(client, chaoyang, accept):
    response = client.get(f"/c/{chaoyang}", headers={"Accept-Encoding": accept})

    assert "Content-Encoding" not in response.headers
    assert response.text.startswith("<!doctype html>")


def test_a_page_that_holds_a_secret_is_never_compressed(judge_client, organiser_client):
    pages = [(judge_client, "/judge"), (organiser_client, "/organiser"), (judge_client, "/sign-in")]
    for visitor, address in pages:
        response = visitor.get(address, headers=GZIP)
        assert response.status_code == 200
        assert "Content-Encoding" not in response.headers, address


def test_a_bundle_is_its_sheets_one_after_the_other_and_cached_for_good(client, chaoyang):
    page = client.get(f"/c/{chaoyang}").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]

    bundle = client.get(address, buffered=True)

    sheets = [
        client.get(f"/static/css/{name}.css", buffered=True).text
        for name in bundles.BUNDLES["audience.css"]
    ]
    assert bundle.text == "\n".join(sheets)
    assert bundle.mimetype == "text/css"
    assert "immutable" in bundle.headers["Cache-Control"]
    assert page.count('rel="stylesheet"') == 1
    assert client.get("/static/bundle/nothing.css").status_code == 404
