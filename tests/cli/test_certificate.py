"""`make certificate`: an authority of one's own, whose certificate a strict client accepts."""

import datetime as dt
import ipaddress
import json
import os
import ssl

import pytest
from cryptography import x509
from cryptography.x509 import verification

from competition.certificates import BadName, make_certificates

NAMES = ["localhost", "127.0.0.1", "192.168.7.20", "hall.local"]


def read(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_a_strict_client_that_trusts_the_authority_accepts_the_server(tmp_path):
    made = make_certificates(tmp_path, NAMES)

    server, authority = read(made.folder / "server.pem"), read(made.folder / "authority.pem")
    server.verify_directly_issued_by(authority)
    store = verification.Store([authority])
    for name in (x509.DNSName("hall.local"), x509.IPAddress(ipaddress.ip_address("192.168.7.20"))):
        builder = verification.PolicyBuilder().store(store)
        verifier = builder.build_server_verifier(name)
        assert verifier.verify(server, [])


def test_the_servers_certificate_lasts_no_longer_than_tablets_accept(tmp_path):
    made = make_certificates(tmp_path, NAMES)

    server = read(made.folder / "server.pem")
    assert server.not_valid_after_utc - server.not_valid_before_utc <= dt.timedelta(days=398)
    assert set(made.names) == set(NAMES)


def test_the_authority_vouches_for_no_site_but_the_halls(tmp_path):
    made = make_certificates(tmp_path, NAMES)

    extensions = read(made.folder / "authority.pem").extensions
    constraints = extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    names = [each.value for each in constraints.value.permitted_subtrees]
    assert "local" in names
    assert not [name for name in names if str(name) in ("", "com", "cn", "0.0.0.0/0")]
    assert extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_the_keys_are_their_owners_alone(tmp_path):
    made = make_certificates(tmp_path, NAMES)

    assert made.folder.stat().st_mode & 0o777 == 0o700
    files = list(made.folder.iterdir())
    assert len(files) == 4
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_what_is_there_is_kept_until_it_ends_or_lacks_a_name(tmp_path):
    first = make_certificates(tmp_path, NAMES)
    authority, server = (
        (first.folder / name).read_bytes() for name in ("authority.pem", "server.pem")
    )

    again = make_certificates(tmp_path, NAMES)
    assert not again.is_new
    assert (again.folder / "server.pem").read_bytes() == server

    renewed = make_certificates(tmp_path, NAMES, renew=True)
    more = make_certificates(tmp_path, [*NAMES, "10.1.2.3"])
    in_a_year = dt.datetime.now(dt.UTC) + dt.timedelta(days=390)
    later = make_certificates(tmp_path, [*NAMES, "10.1.2.3"], now=in_a_year)
    for each in (renewed, more, later):
        assert each.is_new
        assert not each.has_new_authority
    assert (first.folder / "authority.pem").read_bytes() == authority


def test_a_name_that_the_authority_may_not_vouch_for_takes_a_new_authority(tmp_path):
    make_certificates(tmp_path, NAMES)

    made = make_certificates(tmp_path, [*NAMES, "accord.example.org"])

    assert made.has_new_authority
    assert not make_certificates(tmp_path, [*NAMES, "accord.example.org"]).is_new


@pytest.mark.parametrize(
    "name", ["", "a b", "https://hall.local", "*.local", "工会.local", "1.2.3.4/8"]
)
def test_what_is_no_name_is_refused(tmp_path, name):
    with pytest.raises(BadName):
        make_certificates(tmp_path, [name])


def test_the_command_says_where_the_files_are_and_what_to_do(terminal, tmp_path):
    first = terminal.process("-m", "flask", "certificate", "accord.lan", DATA_DIR=str(tmp_path))
    again = terminal.process("-m", "flask", "certificate", "accord.lan", DATA_DIR=str(tmp_path))

    printed = json.loads(first.stdout)
    assert {"accord.lan", "localhost", "127.0.0.1"} <= set(printed["names"])
    ssl.create_default_context(cafile=printed["authority"])
    assert b"Every tablet has to trust it" in first.stderr
    assert b"is kept" in again.stderr


def test_a_name_that_is_none_is_said_in_words(terminal, tmp_path):
    ended = terminal.process("-m", "flask", "certificate", "a b", code=1, DATA_DIR=str(tmp_path))

    assert b"is no name or address of a server" in ended.stderr
