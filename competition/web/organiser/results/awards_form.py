"""The form for an award: what orders its candidates, which places win, or who by hand."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext
from wtforms import FormField, StringField
from wtforms.validators import ValidationError

from competition.awards import organisation_identity
from competition.file_types import Document
from competition.web.organiser.forms.base import PartForm, only_given
from competition.web.organiser.forms.fields import (
    ChoiceField,
    Data,
    FormRow,
    FormRows,
    LocalizedText,
    MultiChoiceField,
    WholeNumberField,
)
from competition.web.organiser.labels import AWARD_BY, SIDES
from competition.web.organiser.names import names_by_key, zone_names
from competition.web.template_filters import localized

MOST_PLACES = 9999


class WinnerRow(FormRow):
    """A winner by hand: chosen from the competition, or a typed name."""

    who = ChoiceField(lazy_gettext("Team, member or organisation"))
    name = StringField(lazy_gettext("Or another name"))

    def is_blank(self) -> bool:
        """Whether nobody was chosen and no name typed."""
        return not self.who.data and not (self.name.data or "").strip()


class AwardForm(PartForm):
    """One of `awards[]`."""

    name = FormField(LocalizedText, lazy_gettext("Name of the award"))
    by = ChoiceField(lazy_gettext("It goes by"), AWARD_BY)
    stage = ChoiceField(lazy_gettext("Stage"))
    first = WholeNumberField(lazy_gettext("From place"), low=1, high=MOST_PLACES)
    last = WholeNumberField(lazy_gettext("To place"), low=1, high=MOST_PLACES)
    side = ChoiceField(lazy_gettext("Side"), [("", lazy_gettext("both sides")), *SIDES])
    zone = ChoiceField(lazy_gettext("Zone"))
    dimension = ChoiceField(lazy_gettext("Dimension"))
    excludes = MultiChoiceField(lazy_gettext("Pass over the winners of"))
    winners = FormRows(WinnerRow, lazy_gettext("Winners"), first=3, spare=1)
    reason = FormField(LocalizedText, lazy_gettext("Reason"))
    shown_as: ClassVar[Mapping[str, str]] = {
        "places": "first",
        "places[0]": "first",
        "places[1]": "last",
    }

    @classmethod
    def data_of(cls, part: Mapping[str, Any]) -> Data:
        """`places` are shown as two fields, a winner as a choice or a name."""
        first, last = part.get("places") or (1, 1)
        winners = [_winner_data(winner) for winner in part.get("winners", ())]
        shown = {"by": "rank", "first": str(first), "last": str(last)}
        return {**shown, **part, "winners": winners}

    def prepare(self, file: Document) -> None:
        """Offer stages, zones, dimensions, earlier awards, and whoever can win by hand."""
        names = names_by_key(file)
        self.stage.choices = list(names["stage_names"].items())
        if not self.stage.data and self.stage.choices:
            self.stage.data = self.stage.choices[-1][0]
        self.zone.choices = [("", gettext("all zones")), *zone_names(file).items()]
        self.dimension.choices = [("", gettext("Choose…")), *_dimensions(file).items()]
        own, earlier = self.stored.get("key"), []
        for award in file.get("awards", ()):
            if award["key"] == own:
                break
            earlier.append((award["key"], localized(award["name"])))
        self.excludes.choices = earlier
        people = _people(file, names)
        for entry in self.winners:
            kept = [
                (each, each) for each in [entry.form.who.data] if each and each not in dict(people)
            ]
            entry.form.who.choices = [("", "–"), *people, *kept]

    def validate_stage(self, field: ChoiceField) -> None:
        """An award that is not given by hand goes by a stage."""
        if self.by.data != "hand" and not field.data:
            raise ValidationError(gettext("Choose a stage."))

    def validate_dimension(self, field: ChoiceField) -> None:
        """An award by a dimension says which."""
        if self.by.data == "dimension" and not field.data:
            raise ValidationError(gettext("Choose a dimension."))

    def validate_first(self, field: WholeNumberField) -> None:
        """The places that win, both of them."""
        if self.by.data != "hand" and field.whole is None:
            raise ValidationError(gettext("Enter a number."))

    def validate_last(self, field: WholeNumberField) -> None:
        """The last place is not before the first."""
        if self.by.data == "hand":
            return
        if field.whole is None:
            raise ValidationError(gettext("Enter a number."))
        if self.first.whole is not None and field.whole < self.first.whole:
            raise ValidationError(
                gettext("The last place that wins cannot come before the first one.")
            )

    def part(self) -> Data:
        """The award as typed, with the fields that its `by` has."""
        by = self.by.data
        fields: Data = {"name": self.name.form.text(), "by": by}
        if by == "hand":
            fields["winners"] = [self._winner(row) for row in self.winners.given()]
            fields["reason"] = self.reason.form.text()
            return {**only_given(fields), "winners": fields["winners"], **self.notes()}
        fields["stage"] = self.stage.data
        fields["places"] = [self.first.whole, self.last.whole]
        if by == "rank":
            fields["side"] = self.side.data
        if by == "dimension":
            fields["dimension"] = self.dimension.data
        fields["zone"] = self.zone.data
        fields["excludes"] = self.excludes.data or []
        return {**only_given(fields), **self.notes()}

    def _winner(self, row: Any) -> Data:
        kind, _, key = (row.who.data or "").partition(":")
        if kind in ("team", "member"):
            return {kind: key}
        if kind == "organisation":
            return {kind: _organisations(self.file, self.stored).get(key, {"zh": key, "en": key})}
        typed = (row.name.data or "").strip()
        stored = [each["name"] for each in self.stored.get("winners", ()) if "name" in each]
        # A name that was given in two languages stays so while what is shown of it stays.
        return {"name": next((n for n in stored if localized(n) == typed), typed)}


def _winner_data(winner: Mapping[str, Any]) -> Data:
    if "team" in winner:
        return {"who": f"team:{winner['team']}"}
    if "member" in winner:
        return {"who": f"member:{winner['member']}"}
    if "organisation" in winner:
        return {"who": f"organisation:{organisation_identity(winner['organisation'])}"}
    return {"name": localized(winner["name"])}


def _dimensions(file: Document) -> dict[str, str]:
    """The dimensions of every rubric of the file, by key."""
    rubrics = [file["rubric"], *(stage["rubric"] for stage in file["stages"] if "rubric" in stage)]
    return {
        each["key"]: localized(each["name"]) for rubric in rubrics for each in rubric["dimensions"]
    }


def _organisations(file: Document, stored: Mapping[str, Any]) -> dict[str, Any]:
    texts = [team["organisation"] for team in file["teams"] if "organisation" in team]
    texts += [each["organisation"] for each in stored.get("winners", ()) if "organisation" in each]
    found: dict[str, Any] = {}
    for text in texts:
        found.setdefault(organisation_identity(text), text)
    return found


def _people(file: Document, names: Mapping[str, Any]) -> list[tuple[str, str]]:
    teams = names["team_names"]
    return [
        *((f"team:{key}", name) for key, name in teams.items()),
        *(
            (f"member:{member['key']}", f"{localized(member['name'])} · {teams[team['key']]}")
            for team in file["teams"]
            for member in team.get("members", ())
        ),
        *(
            (f"organisation:{identity}", localized(text))
            for identity, text in _organisations(file, {}).items()
        ),
    ]
