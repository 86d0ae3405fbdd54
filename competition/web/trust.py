"""The page that helps a tablet to trust this server's own certificate authority.

Open to everybody, in plain http too: a tablet needs it before https works. It is there once
`make certificate` has made an authority, whose certificate is no secret.
"""

import hashlib
import plistlib
import ssl
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from competition.web.addresses import public_url

bp = Blueprint("trust", __name__)

AUTHORITY = Path("tls") / "authority.pem"
"""In DATA_DIR, as `competition/certificates.py` writes it."""
NAME = "Accord local authority"


@bp.get("/trust")
def trust_page() -> ResponseReturnValue:
    """How each kind of tablet is told to trust the authority, and what to compare."""
    address = public_url(current_app.config)
    return render_template(
        "trust/trust.html", fingerprint=fingerprint(_authority_or_404()), address=address
    )


@bp.get("/trust/accord-authority.crt")
def authority_file() -> ResponseReturnValue:
    """The authority's certificate, for Android, HarmonyOS and Windows."""
    response = Response(_authority_or_404(), mimetype="application/x-x509-ca-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="accord-authority.crt"'
    return response


@bp.get("/trust/accord.mobileconfig")
def authority_profile() -> ResponseReturnValue:
    """The authority's certificate as a profile, which an iPad installs from Settings."""
    certificate = _authority_or_404()
    digest = hashlib.sha256(certificate).hexdigest()
    identifier = f"accord.authority.{digest[:16]}"

    def part(suffix: str, **more: object) -> dict[str, object]:
        return {
            "PayloadIdentifier": identifier + suffix,
            "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_OID, digest + suffix)),
            "PayloadVersion": 1,
            "PayloadDisplayName": NAME,
            **more,
        }

    root = part(".root", PayloadType="com.apple.security.root", PayloadContent=certificate)
    whole = part("", PayloadType="Configuration", PayloadContent=[root])
    response = Response(plistlib.dumps(whole), mimetype="application/x-apple-aspen-config")
    response.headers["Content-Disposition"] = 'attachment; filename="accord.mobileconfig"'
    return response


def find_authority() -> bytes | None:
    """The authority's certificate (DER); None if none has been made."""
    try:
        pem = (Path(current_app.config["DATA_DIR"]) / AUTHORITY).read_text("ascii")
        return ssl.PEM_cert_to_DER_cert(pem)
    except (OSError, ValueError):
        return None


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate, as tablets and computers show it."""
    return hashlib.sha256(certificate).digest().hex(" ").upper()


def trust_address() -> str:
    """Where a tablet finds the page: in plain http, at the host of the public address."""
    address = public_url(current_app.config)
    if address.startswith("http:"):
        return f"{address}/trust"
    host = urlsplit(address).hostname or ""
    return f"http://[{host}]/trust" if ":" in host else f"http://{host}/trust"


def _authority_or_404() -> bytes:
    return find_authority() or abort(404)
