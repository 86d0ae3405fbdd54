"""QR codes as pictures that the typesetter takes."""

import io

import segno


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG without a border."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", border=0, xmldecl=False, omitsize=True)
    return out.getvalue().decode()
