"""The page that helps a tablet to trust the server's own certificate authority."""

import plistlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from competition.certificates import make_certificates

ADDRESSES = ["/trust", "/trust/accord-authority.crt", "/trust/accord.mobileconfig"]


@pytest.fixture
def authority(app):
    made = make_certificates(app.config["DATA_DIR"], ["hall.local"])
    return x509.load_pem_x509_certificate((made.folder / "authority.pem").read_bytes()), made


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_certificate_of_our_own_there_is_no_page(client, address):
    missing = client.get("/nothing-here")

    answer = client.get(address)

    assert answer.status_code == 404
    assert answer.data == missing.data


def test_a_guest_reads_the_steps_and_the_fingerprint_in_both_languages(client, authority):
    certificate, made = authority
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(" ").upper()
    assert made.fingerprint == fingerprint

    english = client.get("/trust?lang=en").get_data(as_text=True)
    chinese = client.get("/trust?lang=zh").get_data(as_text=True)

    for page in (english, chinese):
        assert fingerprint in page
        assert "HarmonyOS" in page
        assert "iPad" in page
        assert "Windows" in page
    assert "switch on full trust" in english
    assert "完全信任" in chinese


def test_the_downloads_hold_the_authority_and_no_key(client, authority):
    certificate, _ = authority

    plain = client.get("/trust/accord-authority.crt")
    profile = client.get("/trust/accord.mobileconfig")

    assert plain.mimetype == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(plain.data) == certificate
    assert profile.mimetype == "application/x-apple-aspen-config"
    whole = plistlib.loads(profile.data)
    (root,) = whole["PayloadContent"]
    assert whole["PayloadType"] == "Configuration"
    assert root["PayloadType"] == "com.apple.security.root"
    assert x509.load_der_x509_certificate(root["PayloadContent"]) == certificate
    assert b"PRIVATE" not in plain.data + profile.data


def test_the_cards_page_leads_tablets_there_first(app, organiser_client, chaoyang, authority):
    app.config.update(PUBLIC_URL="https://hall.local:8443")
    _, made = authority

    page = organiser_client.get("/organiser/c/chaoyang-final/links?lang=en").get_data(as_text=True)

    assert "http://hall.local/trust" in page
    assert made.fingerprint in page
