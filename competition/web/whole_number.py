"""Whole numbers as browsers send them, in addresses and form fields."""


def parse_whole_number(text: str | None, digits: int = 9) -> int | None:
    """The number written in ASCII digits, or None for anything else.

    At most `digits` digits: nine fit every integer column, and Python refuses to convert very
    long ones. Stricter than `str.isdigit`, for which "²" is a digit, too.

    >>> parse_whole_number("12"), parse_whole_number("-1"), parse_whole_number("²")
    (12, None, None)
    """
    if text and text.isascii() and text.isdigit() and len(text) <= digits:
        return int(text)
    return None
