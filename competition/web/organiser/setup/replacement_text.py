"""What a replacement would change, in words: by name where there are few, by number otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from competition.actions.replacement import LastReplacement, Replacement
from competition.document.comparison import Counts, PartChanges, StateChange
from competition.document.sheet_merge import Fate
from competition.file_types import Document
from competition.web.organiser.labels import RELEASE_MODES, ROUND_STATES
from competition.web.organiser.names import names_by_key, round_names
from competition.web.organiser.record.audit_field_labels import FIELDS
from competition.web.organiser.record.audit_labels import ACTIONS
from competition.web.template_filters import localized

MOST_NAMES = 12

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class ChangeRow:
    """One kind of thing that changes, and a text for each way in which it does."""

    label: str
    texts: Sequence[str]


def size_rows(replacement: Replacement) -> list[tuple[str, str, str]]:
    """Label, what stands now, what is in the file: enough to recognise both."""
    now, then = (_size(file) for file in (replacement.before, replacement.after))
    labels = (
        *(gettext("Name"), gettext("Teams"), gettext("Judges"), gettext("Matches")),
        gettext("Sheets"),
    )
    return list(zip(labels, now, then, strict=True))


def change_rows(replacement: Replacement) -> list[ChangeRow]:
    """Everything that changes, kind by kind; empty where nothing does."""
    changes = replacement.changes
    old, new = _names_of(replacement.before), _names_of(replacement.after)

    def parts(label: str, kind: str, change: PartChanges) -> ChangeRow:
        return ChangeRow(label, list(_part_texts(change, old[kind], new[kind])))

    rows = [
        ChangeRow(gettext("Details"), _details_texts(changes.details)),
        ChangeRow(gettext("Who may see it"), _visibility_texts(changes.visibility)),
        ChangeRow(gettext("Rubric"), [gettext("changed")] if changes.rubric else []),
        ChangeRow(gettext("Scoring rule"), [gettext("changed")] if changes.scoring else []),
        ChangeRow(gettext("Match clock"), [gettext("changed")] if changes.clock else []),
        parts(gettext("Topics"), "topic_names", changes.topics),
        parts(gettext("Zones"), "zone_names", changes.zones),
        parts(gettext("Teams"), "team_names", changes.teams),
        parts(gettext("Judges"), "judge_names", changes.judges),
        parts(gettext("Stages"), "stage_names", changes.stages),
        parts(gettext("Rounds"), "round_names", changes.rounds),
        parts(gettext("Matches"), "match_names", changes.matches),
        ChangeRow(
            gettext("What the public sees"),
            _state_texts(changes.releases, old["stage_names"] | new["stage_names"], RELEASE_MODES),
        ),
        ChangeRow(
            gettext("Rounds opened and closed"),
            _state_texts(changes.states, old["round_names"] | new["round_names"], ROUND_STATES),
        ),
        ChangeRow(gettext("Sheets"), _count_texts(changes.sheets)),
        ChangeRow(gettext("Marks"), _count_texts(changes.marks)),
        ChangeRow(gettext("Scores of written tests"), _count_texts(changes.scores)),
        ChangeRow(gettext("Deductions"), _count_texts(changes.deductions)),
        ChangeRow(gettext("Rulings"), _count_texts(changes.rulings)),
        parts(gettext("Draws"), "draw_names", changes.draws),
        ChangeRow(gettext("Agreements"), _count_texts(changes.agreements)),
        parts(gettext("Appeals"), "appeal_names", changes.appeals),
        parts(gettext("Awards"), "award_names", changes.awards),
        ChangeRow(gettext("Signatures under results"), _count_texts(changes.certifications)),
        ChangeRow(gettext("Notes of the file"), [gettext("changed")] if changes.notes else []),
    ]
    return [row for row in rows if row.texts]


def warnings(replacement: Replacement) -> list[str]:
    """What is lost or at stake, the worst first."""
    changes = replacement.changes
    found = []
    if changes.sheets.lost:
        text = ngettext("%(num)s sheet is lost.", "%(num)s sheets are lost.", changes.sheets.lost)
        found.append(text)
    moved = sum(
        len(merge.mark_changes())
        for merge in replacement.merges
        if merge.fate in (Fate.IMPORTED, Fate.PUT_BACK, Fate.LOST)
    )
    if changes.scores.changed or changes.scores.lost:
        number = changes.scores.changed + changes.scores.lost
        text = ngettext(
            "%(num)s score of a written test changes or is lost.",
            "%(num)s scores of written tests change or are lost.",
            number,
        )
        found.append(text)
    if moved:
        text = ngettext(
            "%(num)s submitted mark changes or is lost.",
            "%(num)s submitted marks change or are lost.",
            moved,
        )
        found.append(text)
    found.extend(_sheet_texts(replacement))
    if replacement.late:
        text = ngettext(
            "%(num)s late sheet that waits for your decision is lost.",
            "%(num)s late sheets that wait for your decision are lost.",
            replacement.late,
        )
        found.append(text)
    if changes.endangers_results:
        names = _names_of(replacement.before)["stage_names"]
        shown = _joined([names[key] for key in changes.shown])
        found.append(gettext("The public sees results of: %(stages)s.", stages=shown))
    if changes.visibility is not None and changes.visibility.after == "public":
        found.append(gettext("The competition becomes public."))
    if changes.judges.removed:
        names = _names_of(replacement.before)["judge_names"]
        gone = _joined([names[key] for key in changes.judges.removed])
        found.append(gettext("These judges' links stop working: %(names)s.", names=gone))
    if changes.judges.added:
        names = _names_of(replacement.after)["judge_names"]
        new = _joined([names[key] for key in changes.judges.added])
        found.append(gettext("These judges get new links: %(names)s.", names=new))
    return found


def since_text(last: LastReplacement) -> str:
    """What was changed after a replacement; "" where nothing was."""
    return _joined(
        [
            gettext("%(what)s (%(number)s)", what=ACTIONS.get(action, action), number=number)
            for action, number in last.since.items()
        ]
    )


def _sheet_texts(replacement: Replacement) -> Iterable[str]:
    """Which sheets would not be, or not only be, what their judges sent."""
    old, new = _names_of(replacement.before), _names_of(replacement.file)
    judges, teams = (old[kind] | new[kind] for kind in ("judge_names", "team_names"))

    def named(*fates: Fate) -> str:
        keys = [merge.key for merge in replacement.merges if merge.fate in fates]
        return _joined(
            [
                gettext(
                    "%(judge)s's sheet for %(team)s", judge=judges[key.judge], team=teams[key.team]
                )
                for key in keys
            ]
        )

    if sheets := named(Fate.IMPORTED, Fate.UNSUBMITTED):
        yield gettext(
            "These sheets are marked as imported, with your name and reason, for the judge, in the "
            "results and in the export: %(sheets)s. What the judge sent stays in the history.",
            sheets=sheets,
        )
    if sheets := named(Fate.UNSUBMITTED):
        yield gettext(
            "Only a draft in the file, so what the judge submitted still counts: %(sheets)s.",
            sheets=sheets,
        )
    if sheets := named(Fate.PUT_BACK):
        yield gettext(
            "The marks that the judge sent last are put back in place of imported ones: "
            "%(sheets)s.",
            sheets=sheets,
        )
    if sheets := named(Fate.REWRITTEN):
        yield gettext(
            "The earlier versions in the file differ from those that the judge sent and are not "
            "taken over: %(sheets)s.",
            sheets=sheets,
        )


def _size(file: Document) -> tuple[str, str, str, str, str]:
    matches = [
        match
        for stage in file["stages"]
        for round_ in stage.get("rounds", ())
        for match in round_["matches"]
    ]
    counts = (file["teams"], file["judges"], matches, file.get("sheets", ()))
    teams, judges, played, sheets = (str(len(each)) for each in counts)
    return localized(file["competition"]["name"]), teams, judges, played, sheets


def _names_of(file: Document) -> dict[str, dict[str, str]]:
    return {
        **names_by_key(file),
        "round_names": round_names(file),
        "zone_names": {zone["key"]: localized(zone["name"]) for zone in file.get("zones", ())},
        "draw_names": {draw["key"]: draw["key"] for draw in file.get("draws", ())},
        "appeal_names": {each["key"]: each["key"] for each in file.get("appeals", ())},
        "award_names": {each["key"]: localized(each["name"]) for each in file.get("awards", ())},
    }


def _part_texts(
    change: PartChanges, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterable[str]:
    if change.added:
        yield gettext("added: %(names)s", names=_joined([new[key] for key in change.added]))
    if change.removed:
        yield gettext("removed: %(names)s", names=_joined([old[key] for key in change.removed]))
    if change.changed:
        names = [
            new[key] if old[key] == new[key] else f"{old[key]} → {new[key]}"
            for key in change.changed
        ]
        yield gettext("changed: %(names)s", names=_joined(names))
    if change.is_reordered:
        yield gettext("in another order")


def _details_texts(names: Sequence[str]) -> list[str]:
    shown = _joined([str(FIELDS.get(name, name)) for name in names])
    return [gettext("changed: %(names)s", names=shown)] if names else []


def _visibility_texts(change: StateChange | None) -> list[str]:
    if change is None:
        return []
    names = {"public": gettext("everybody"), "private": gettext("organisers and judges only")}
    return [f"{names[change.before]} → {names[change.after]}"]


def _state_texts(
    changes: Iterable[StateChange], names: Mapping[str, str], states: Mapping[str, Any]
) -> list[str]:
    return [
        gettext(
            "%(name)s: %(before)s → %(after)s",
            name=names[each.key],
            before=states.get(each.before, "–"),
            after=states.get(each.after, "–"),
        )
        for each in changes
    ]


def _count_texts(counts: Counts) -> list[str]:
    texts = (
        (counts.added, gettext("%(num)s added", num=counts.added)),
        (counts.changed, gettext("%(num)s changed", num=counts.changed)),
        (counts.lost, gettext("%(num)s lost", num=counts.lost)),
    )
    return [text for number, text in texts if number]


def _joined(names: Sequence[str]) -> str:
    shown = gettext(", ").join(names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    if left <= 0:
        return shown
    return ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", left, names=shown)
