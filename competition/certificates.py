"""A certificate authority of one's own, and the server's certificate from it, for https on a LAN.

Tablets are told once to trust the authority; it may vouch for private addresses and the names that
it was made for and for nothing else, so that trusting it endangers no other site. The server's
certificate lasts 397 days: Apple's and Google's devices refuse longer ones.
"""

import datetime as dt
import ipaddress
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = "tls"
AUTHORITY, AUTHORITY_KEY = "authority.pem", "authority.key"
SERVER, SERVER_KEY = "server.pem", "server.key"
SERVER_DAYS = 397
AUTHORITY_DAYS = 5 * 365
RENEW_DAYS = 60
"""A certificate with fewer days left is made anew."""
_HOUR = dt.timedelta(hours=1)
_LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa", "internal")
_LOCAL_NETWORKS = (
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)

Names = Sequence[x509.DNSName | x509.IPAddress]


@dataclass(frozen=True)
class Certificates:
    """Where the files are, until when the server's certificate lasts, and whether it is new."""

    folder: Path
    names: tuple[str, ...]
    ends: dt.datetime
    fingerprint: str
    """The authority's SHA-256, to be compared on each tablet."""
    is_new: bool
    has_new_authority: bool


class BadName(ValueError):
    """No certificate can be made for this name."""


def make_certificates(
    data_dir: Path, names: Iterable[str], *, renew: bool = False, now: dt.datetime | None = None
) -> Certificates:
    """Make what is missing: the authority, and a server's certificate for these names.

    What is there is kept while it lasts and has all the names; with `renew`, the server's
    certificate is made anew. The authority is made anew when it ends or may not vouch for a name.
    Raises `BadName`, `OSError`.
    """
    folder, now = data_dir / FOLDER, now or dt.datetime.now(dt.UTC)
    wanted = [_general_name(name) for name in dict.fromkeys(names)]
    for each in (data_dir, folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, has_new_authority = _read(folder / AUTHORITY), False
    if authority is None or not _lasts(authority, now) or not _may_vouch(authority, wanted):
        authority, has_new_authority = _make_authority(folder, wanted, now), True
    server = _read(folder / SERVER)
    is_kept = (
        server is not None
        and not (renew or has_new_authority)
        and _lasts(server, now)
        and set(wanted) <= set(_names_of(server))
    )
    if not is_kept or server is None:
        server = _make_server(folder, authority, wanted, now)
    written = tuple(str(name.value) for name in _names_of(server))
    return Certificates(
        folder,
        written,
        server.not_valid_after_utc,
        authority.fingerprint(hashes.SHA256()).hex(" ").upper(),
        not is_kept,
        has_new_authority,
    )


def _general_name(name: str) -> x509.DNSName | x509.IPAddress:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    lower = name.lower().rstrip(".")
    if not lower or not all(
        part and part.replace("-", "").isalnum() and part.isascii() for part in lower.split(".")
    ):
        raise BadName(name)
    return x509.DNSName(lower)


def _make_authority(folder: Path, names: Names, now: dt.datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    title = f"Accord local authority {now:%Y-%m-%d}"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in _LOCAL_NAMES]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in _LOCAL_NETWORKS]
    for name in names:
        if isinstance(name, x509.DNSName):
            permitted.append(name)
        else:
            permitted.append(x509.IPAddress(ipaddress.ip_network(str(name.value))))
    builder = (
        _builder(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    certificate = builder.sign(key, hashes.SHA256())
    _write(folder / AUTHORITY_KEY, _private_bytes(key))
    _write(folder / AUTHORITY, certificate.public_bytes(serialization.Encoding.PEM))
    return certificate


def _make_server(
    folder: Path, authority: x509.Certificate, names: Names, now: dt.datetime
) -> x509.Certificate:
    data = (folder / AUTHORITY_KEY).read_bytes()
    authority_key = serialization.load_pem_private_key(data, password=None)
    assert isinstance(authority_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Accord")])
    issuer_id = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _builder(subject, authority.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_id),
            critical=False,
        )
    )
    certificate = builder.sign(authority_key, hashes.SHA256())
    chain = [certificate, authority]
    _write(folder / SERVER_KEY, _private_bytes(key))
    pems = [each.public_bytes(serialization.Encoding.PEM) for each in chain]
    _write(folder / SERVER, b"".join(pems))
    return certificate


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
    days: int,
) -> x509.CertificateBuilder:
    # From an hour ago, because a tablet's clock may be slow.
    begins = now - _HOUR
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _lasts(certificate: x509.Certificate, now: dt.datetime) -> bool:
    return certificate.not_valid_after_utc - now > dt.timedelta(days=RENEW_DAYS)


def _names_of(certificate: x509.Certificate) -> Names:
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return [name for name in extension.value if isinstance(name, x509.DNSName | x509.IPAddress)]


def _may_vouch(authority: x509.Certificate, names: Names) -> bool:
    """Whether each name is below one that the authority may vouch for."""
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = constraints.permitted_subtrees or []
    return all(any(_is_below(name, each) for each in permitted) for name in names)


def _is_below(name: x509.DNSName | x509.IPAddress, permitted: x509.GeneralName) -> bool:
    if isinstance(name, x509.DNSName) and isinstance(permitted, x509.DNSName):
        return name.value == permitted.value or name.value.endswith("." + permitted.value)
    if isinstance(name, x509.IPAddress) and isinstance(permitted, x509.IPAddress):
        return bool(name.value in permitted.value)  # type: ignore[operator]
    return False


def _read(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def _private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
