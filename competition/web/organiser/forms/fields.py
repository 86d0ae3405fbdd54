"""Fields that keep what was typed and give refusals in the reader's language."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import ValidationError

from competition import document
from competition.web.whole_number import parse_whole_number

DECIMALS = 6
SPARE_ROWS = 2
MORE_ROWS = 1
MOST_ROWS = 500
Data = dict[str, Any]


class DecimalField(StringField):
    """A decimal as people type it, even `８７．５`; `plain` is the stored form, "" if blank."""

    plain = ""

    def __init__(
        self,
        label: Any = None,
        *,
        decimals: int = DECIMALS,
        signed: bool = False,
        needed: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, **more)
        self.decimals, self.signed, self.needed = decimals, signed, needed

    def pre_validate(self, form: Form) -> None:
        """Read the number; refuse anything else."""
        self.plain = ""
        if not (self.data or "").strip():
            if self.needed:
                raise ValidationError(gettext("Enter a number."))
            return
        try:
            self.plain = document.normalise_typed_number(
                self.data, decimals=self.decimals, signed=self.signed
            )
        except document.Refusal as refusal:
            raise ValidationError(refusal.text(gettext)) from refusal


class WholeNumberField(DecimalField):
    """A whole number from `low` to `high`; `whole` is None if nothing was typed."""

    whole: int | None = None

    def __init__(self, label: Any = None, *, low: int = 0, high: int = 9999, **more: Any) -> None:
        super().__init__(label, decimals=0, **more)
        self.low, self.high = low, high

    def pre_validate(self, form: Form) -> None:
        """Read the number and check its bounds."""
        self.whole = None
        super().pre_validate(form)
        if self.plain:
            if not self.low <= int(self.plain) <= self.high:
                raise ValidationError(
                    gettext(
                        "Enter a whole number from %(low)s to %(high)s.",
                        low=self.low,
                        high=self.high,
                    )
                )
            self.whole = int(self.plain)


Options = Sequence[tuple[str, Any]]


class ChoiceField(Field):
    """One of `choices`, (value, label) each; anything else is refused."""

    def __init__(self, label: Any = None, choices: Options = (), **more: Any) -> None:
        super().__init__(label, **more)
        self.choices = choices

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was sent, on the list or not."""
        if valuelist:
            self.data = valuelist[0]

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not on the list."""
        if (self.data or "") not in [value for value, _label in self.choices]:
            raise ValidationError(gettext("Choose one from the list."))
        self.data = self.data or ""


class WordOrChoiceField(ChoiceField):
    """One of `choices`; where there are none, any word."""

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not on the list, if there is one."""
        if self.choices:
            super().pre_validate(form)


class MultiChoiceField(Field):
    """Any of `choices`, as check boxes."""

    def __init__(self, label: Any = None, choices: Options = (), **more: Any) -> None:
        super().__init__(label, **more)
        self.choices = choices

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was ticked; browsers send nothing for an empty list."""
        self.data = valuelist

    def pre_validate(self, form: Form) -> None:
        """Refuse what is not on the list."""
        known = {value for value, _label in self.choices}
        if any(value not in known for value in self.data or ()):
            raise ValidationError(gettext("Choose from the list."))


class LocalizedText(Form):
    """A text in Chinese and in English; one of them is enough."""

    zh = StringField(lazy_gettext("Chinese"))
    en = StringField(lazy_gettext("English"))

    def text(self) -> dict[str, str] | None:
        """The text as in the file, by language; None if nothing was entered."""
        given = {code: self[code].data or "" for code in ("zh", "en")}
        return {code: text for code, text in given.items() if text.strip()} or None


class LongLocalizedText(LocalizedText):
    """A longer text in Chinese and in English."""

    zh = TextAreaField(lazy_gettext("Chinese"))
    en = TextAreaField(lazy_gettext("English"))


class FormRow(Form):
    """One row of a list. `place` is its position (from 1), `key` the stored row it was, if any."""

    place = WholeNumberField(lazy_gettext("Order"), low=1, high=MOST_ROWS)
    key = StringField()
    placeholder = BooleanField(lazy_gettext("still a placeholder"))

    def is_blank(self) -> bool:
        """Whether nothing was entered in the row."""
        raise NotImplementedError


class FormRows(FieldList):
    """A list of rows, with blank ones for new entries: `first` in an empty list, else `spare`.

    `added` is the first row that was asked for; the page puts the cursor there.
    """

    kept: list[FormField]
    added: FormField | None = None

    def __init__(
        self,
        row: type[Form],
        label: Any = None,
        *,
        first: int = SPARE_ROWS,
        spare: int = SPARE_ROWS,
        **more: Any,
    ) -> None:
        super().__init__(FormField(row), label, max_entries=MOST_ROWS, **more)
        self.first, self.spare = first, spare

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if name.startswith(f"{prefix}-"):
                index = name[len(prefix) + 1 :].split("-", 1)[0]
                number = parse_whole_number(index, digits=4)
                if number is not None:
                    yield number

    def number(self) -> None:
        """Fill in each row's position."""
        for index, entry in enumerate(self.entries, start=1):
            entry.form.place.data = str(index)

    def add_spare(self) -> None:
        """Add the blank rows that a page starts with."""
        self.add_blank(self.spare if self.entries else self.first)

    def add_blank(self, rows: int = MORE_ROWS) -> None:
        """Add blank rows at the end."""
        for _ in range(min(rows, MOST_ROWS - len(self.entries))):
            self.append_entry()

    def given(self) -> list[Any]:
        """The rows that are not blank, in the order of their positions.

        A row moved up comes before the one at that position, a row moved down after it.
        """
        self.kept = [e for e in self.entries if not e.form.is_blank()]
        order = {id(entry): index for index, entry in enumerate(self.entries, start=1)}

        def rank(entry: FormField) -> tuple[int, int]:
            own = order[id(entry)]
            place = entry.form.place.whole or own
            return place, (place > own) - (place < own)

        self.kept.sort(key=rank)
        return [entry.form for entry in self.kept]


def field_refusals(field: Field) -> list[str]:
    """All refusals to show beside one field."""
    own = [str(error) for error in field.errors] if isinstance(field.errors, list | tuple) else []
    if isinstance(field, FieldList | FormField):
        own = []
    return own + list(getattr(field, "refusals", []))


def is_marked(field: Field) -> bool:
    """Whether a field, or one inside it, has a refusal."""
    inner = field.form if isinstance(field, FormField) else field
    nested = isinstance(field, FormField | FieldList)
    return bool(field_refusals(field)) or (nested and any(is_marked(one) for one in inner))
