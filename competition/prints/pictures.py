"""Pictures for certificates, the seal and a signature: checked, made smaller, stored as PNG.

White becomes transparent, as on a stamp: a scanned seal lies over the date without hiding it.
Nothing of the file that was sent is kept but what is to be seen.
"""

import io
from xml.parsers import expat

import typst
from PIL import Image, ImageChops, UnidentifiedImageError

from competition.document import Refusal
from competition.messages import N_

PICTURE_KINDS = ("seal", "signature")
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
"""Pixels; 38 mm at 1000 a 25.4 mm, which is more than any printer shows."""
_FORMATS = ("PNG", "JPEG")
_SVG_PAGE = b"""#set page(width: 120mm, height: 120mm, margin: 0mm, fill: none)
#align(center + horizon, image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%,
  fit: "contain"))"""
_NO_SCRIPTS = {"script", "foreignobject", "iframe", "handler", "set", "animate", "image", "style"}


class BadPicture(Refusal):
    """This is no picture that can be printed; the message says why and what to do."""


def check_picture(data: bytes) -> bytes:
    """A PNG of what the PNG, JPEG or SVG shows; raises `BadPicture`."""
    if not data:
        raise BadPicture(N_("Choose a picture. None was chosen, or it is empty."))
    if len(data) > MOST_BYTES:
        raise BadPicture(
            N_("The picture is larger than 5 MB. Make it smaller, or save it as JPEG.")
        )
    if _is_svg(data):
        data = _drawn(data)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(
                    N_("The picture has more than 40 million pixels. Make it smaller.")
                )
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            return _as_stamp(picture)
    except BadPicture:
        raise
    except UnidentifiedImageError:
        raise BadPicture(
            N_("This is no PNG, JPEG or SVG picture. Save the picture as one of them.")
        ) from None
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        raise _damaged() from None


def _as_stamp(picture: Image.Image) -> bytes:
    """The picture cut to what is on it, with white made transparent."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    colours = picture.convert("RGBA")
    page = Image.new("RGBA", colours.size, "white")
    page.alpha_composite(colours)
    flat = page.convert("RGB")
    # As much ink as its strongest colour is dark; the ink itself keeps its colour.
    ink = ImageChops.invert(_darkest(flat))
    stamp = flat.copy()
    stamp.putalpha(ink.point(lambda value: 0 if value < 12 else min(255, int(value * 1.25))))
    box = stamp.getchannel("A").getbbox()
    if box is None:
        raise BadPicture(N_("There is nothing on this picture: it is white all over."))
    out = io.BytesIO()
    stamp.crop(box).save(out, "PNG", optimize=False)
    return out.getvalue()


def _darkest(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def _is_svg(data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and b"<svg" in data[:4000].lower()


def _drawn(svg: bytes) -> bytes:
    """The SVG drawn as a PNG; raises `BadPicture` for one that holds more than shapes and text."""
    _check_svg(svg)
    try:
        compiler = typst.Compiler(_SVG_PAGE)
        drawn = compiler.compile(format="png", ppi=254, sys_inputs={"svg": svg.decode()})
    except (typst.TypstError, UnicodeDecodeError):
        raise _damaged() from None
    return drawn if isinstance(drawn, bytes) else drawn[0] if drawn else b""


def _check_svg(svg: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = _check_element
    # A document type could define entities that grow without end.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(svg, True)
    except (expat.ExpatError, LookupError):
        raise _damaged() from None


def _check_element(name: str, attributes: dict[str, str]) -> None:
    if name.rpartition(":")[2].lower() in _NO_SCRIPTS:
        raise _not_only_shapes(name)
    for attribute, value in attributes.items():
        local = attribute.rpartition(":")[2].lower()
        compact = "".join(value.split()).lower()
        if local.startswith("on") or "javascript:" in compact:
            raise _not_only_shapes(attribute)
        if local in ("href", "src") and not compact.startswith("#"):
            raise _not_only_shapes(attribute)
        if "url(" in compact.replace("url(#", "").replace("url('#", "").replace('url("#', ""):
            raise _not_only_shapes(attribute)


def _refuse_doctype(*_: object) -> None:
    raise _not_only_shapes("DOCTYPE")


def _refuse_instruction(*_: object) -> None:
    raise _not_only_shapes("<?…?>")


def _not_only_shapes(what: str) -> BadPicture:
    return BadPicture(
        N_(
            "This SVG holds more than shapes (%(what)s): a script, a style sheet, another picture "
            "or an address. Save it as PNG."
        ),
        {"what": what[:40]},
    )


def _damaged() -> BadPicture:
    return BadPicture(N_("The picture is damaged. Open and save it again, or choose another."))
