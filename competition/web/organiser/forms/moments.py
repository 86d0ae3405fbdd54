"""Dates and times as people type them: the local time at the competition's place."""

import datetime as dt
import re
from typing import Any

from flask_babel import gettext
from wtforms import Form, StringField
from wtforms.validators import ValidationError

from competition.file_types import Document

VENUE_OFFSET = "+08:00"
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?", re.ASCII)


class MomentField(StringField):
    """A local date and time; `moment` is it as in the file, with its offset, None if blank.

    The form's `prepare` calls `stand_in` first. What is sent as it was shown stays byte for byte.
    """

    moment: str | None = None

    def stand_in(self, file: Document, stored: str | None) -> None:
        """Show and read the local time of the competition; `stored` is what the part has."""
        self.offset = split_moment(file["competition"].get("starts"))[1]
        self.stored = stored
        self.data: str | None = self._shown(self.data)

    def pre_validate(self, form: Form) -> None:
        """Read the date and time; refuse anything else."""
        self.moment = None
        typed = (self.data or "").strip()
        if not typed:
            return
        found = _LOCAL.fullmatch(typed)
        if found is None:
            raise ValidationError(local_time_refusal())
        if self.stored and typed == self._shown(self.stored):
            self.moment = self.stored
            return
        day, hour, seconds = found.groups()
        self.moment = f"{day}T{hour}{seconds or ':00'}{self.offset}"

    def _shown(self, value: Any) -> str:
        """A moment with its offset as the local time here; whatever else was typed, as it is."""
        try:
            moment = dt.datetime.fromisoformat(value)
            zone = dt.datetime.fromisoformat(f"2000-01-01T00:00{self.offset}").tzinfo
        except (TypeError, ValueError):
            return str(value or "")
        if moment.tzinfo is None:
            return str(value)
        return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def local_time_refusal() -> str:
    """What is said of a text that is no date and time."""
    return gettext("Write the date and time like this: 2025-05-20T09:00; or leave it blank.")


def split_moment(moment: str | None) -> tuple[str, str]:
    """A stored instant as (local time, offset from UTC); ("", `VENUE_OFFSET`) for None."""
    if not moment:
        return "", VENUE_OFFSET
    parsed = dt.datetime.fromisoformat(moment)
    offset = parsed.strftime("%z")
    return parsed.strftime("%Y-%m-%dT%H:%M"), f"{offset[:3]}:{offset[3:5]}"
