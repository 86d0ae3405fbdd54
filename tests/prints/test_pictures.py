"""Seal and signature: what is taken, what is refused, and that only what is seen is kept."""

import io

import pytest
from PIL import Image, ImageDraw

from competition.prints.pictures import BadPicture, check_picture

CIRCLE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
ROUND = b'<circle cx="4" cy="4" r="3" fill="red"/>'


def picture(form: str, size=(300, 300)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((50, 50, 250, 250), fill=(200, 0, 0))
    out = io.BytesIO()
    image.save(out, form, **({"exif": b"Exif\0\0secret"} if form == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.parametrize(
    "sent", [picture("PNG"), picture("JPEG"), CIRCLE % ROUND], ids=["PNG", "JPEG", "SVG"]
)
def test_a_picture_becomes_a_png_whose_white_is_transparent(sent):
    kept = Image.open(io.BytesIO(check_picture(sent)))

    assert kept.format == "PNG"
    assert kept.getpixel((0, 0))[3] == 0
    assert kept.getpixel((kept.width // 2, kept.height // 2))[3] > 200


def test_what_a_camera_wrote_beside_the_picture_is_gone():
    assert b"secret" not in check_picture(picture("JPEG"))


def test_a_large_picture_is_made_smaller():
    kept = Image.open(io.BytesIO(check_picture(picture("PNG", (4000, 3000)))))

    assert max(kept.size) <= 1600


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", "None was chosen"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"hello", "no PNG, JPEG or SVG"),
        (b"GIF89a" + bytes(100), "no PNG, JPEG or SVG"),
        (picture("PNG")[:200], "damaged"),
        (b"<svg><circle", "damaged"),
        (CIRCLE % b"<script>alert(1)</script>", "more than shapes"),
        (CIRCLE % b'<image href="http://example.com/a.png"/>', "more than shapes"),
        (CIRCLE % b'<use href="file:///etc/passwd"/>', "more than shapes"),
        (CIRCLE % b'<circle r="3" onload="x()"/>', "more than shapes"),
        (CIRCLE % b'<circle r="3" fill="url(http://example.com)"/>', "more than shapes"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + CIRCLE % ROUND, "more than shapes"),
        (CIRCLE % b"", "white all over"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(sent, message):
    with pytest.raises(BadPicture, match=message):
        check_picture(sent)
