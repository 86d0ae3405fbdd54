"""What the page of a list shows, and what was chosen and corrected on it."""

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from competition.lists import Kind, fields_of
from competition.lists.preview import ListChoices, phrase_of
from competition.lists.text_files import SAMPLED
from competition.store.models import Competition
from competition.web.organiser.lookup import file_without_sheets
from competition.web.organiser.names import names_by_key, round_names
from competition.web.organiser.paging import ListPage, page_of_list
from competition.web.organiser.setup.kept_lists import KeptList
from competition.web.organiser.setup.list_rows import (
    VERDICT_NAMES,
    ShownColumn,
    cell_text,
    columns_of,
    in_order,
    list_rows,
    rows_per_page,
    value_text,
    with_sizes,
)
from competition.web.template_filters import localized

MOST_MISSING = 200
_LONGEST_NUMBER = 7
_NUMBER_AND_LANGUAGE = re.compile(r"_\d+_(?:zh|en)\Z")
_NUMBER_OR_LANGUAGE = re.compile(r"_(?:\d+|zh|en)\Z")


def stamp(kept: KeptList) -> str:
    """What a page of the list was about: a digest of what was chosen, and what stood there."""
    return f"{hashlib.sha256(kept.choices.as_json()).hexdigest()[:32]}-{kept.number}"


def saw_competition(seen: str | None, kept: KeptList) -> bool:
    """Whether a page with this stamp showed the competition as it is now."""
    return (seen or "").rpartition("-")[2] == str(kept.number)


def sent_choices(kept: KeptList, sent: MultiDict[str, str]) -> ListChoices:
    """The choices as they are with what was sent; another sheet begins without corrections."""
    choices, answer = kept.choices, kept.answer
    sheet, encoding = sent.get("sheet", _sheet_of(kept)), sent.get("encoding")
    is_other_text = encoding is not None and (
        "undecided" in answer or encoding != answer.get("encoding")
    )
    if is_other_text or sheet != _sheet_of(kept):
        encoding = encoding if is_other_text else choices.encoding
        return ListChoices(choices.kind, choices.file, sheet, encoding, choices.stage)
    if "table" not in answer:
        return choices
    table, rows = answer["table"], kept.rows(_numbers(sent.get("shown", ""), kept.verdicts))
    columns, corrections = dict(choices.columns), dict(choices.corrections)
    for index, header, guessed in table["columns"]:
        chosen = sent.get(f"field-{index}")
        if chosen is not None:
            columns.pop(header, None)
            if chosen != (guessed or ""):
                columns[header] = chosen or None
    skipped = set(choices.skipped)
    for number, row in rows.items():
        skipped.discard(number)
        if sent.get(f"skip-{number}"):
            skipped.add(number)
        for index, _header, _guessed in table["columns"]:
            typed = sent.get(f"cell-{number}-{index}")
            if typed is None:
                continue
            read = cell_text(row["read"].get(str(index)))
            corrections.pop((number, index), None)
            if (typed := with_plain_breaks(typed)) != with_plain_breaks(read):
                corrections[number, index] = typed
    return dataclasses.replace(
        choices, columns=columns, corrections=corrections, skipped=frozenset(skipped)
    )


def with_plain_breaks(text: str) -> str:
    """A text with one kind of line break: forms send another than spreadsheets have."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def list_context(competition: Competition, kept: KeptList) -> dict[str, Any]:
    """Everything that the page shows of the list."""
    answer = kept.answer
    context: dict[str, Any] = {
        "kept": kept,
        "undecided": answer.get("undecided"),
        "sheets": answer.get("sheets", []),
        "encoding": answer.get("encoding", "") if kept.choices.file else "",
        "encodings": SAMPLED,
        "sheet": _sheet_of(kept),
        "refused": phrase_of(answer["refused"]).text(gettext) if "refused" in answer else "",
    }
    if "table" not in answer:
        return context
    columns, counts = columns_of(kept), Counter(kept.verdicts.values())
    shown = _shown_verdict(counts)
    page = _page_of_rows(kept, columns, shown)
    file = file_without_sheets(competition)
    names = names_by_key(file)
    labels = field_labels(kept.choices.kind, {column.field for column in columns})
    zones = {zone["key"]: localized(zone["name"]) for zone in file.get("zones", ())}
    by_kind = ("stage_names", "topic_names", "judge_names", "team_names")
    known = {key: name for kind in by_kind for key, name in names[kind].items()}
    known |= round_names(file) | zones

    def show(_field: str, value: Any) -> str:
        return value_text(known, value)

    rows = list_rows(kept, page.items, labels, show)
    return context | {
        "columns": with_sizes(columns, rows),
        "labels": labels,
        "guessed": sum(bool(column.field) for column in columns),
        "counts": counts,
        "shown": shown,
        "page": page,
        "rows": rows,
        "verdicts": VERDICT_NAMES,
        "is_planned": bool(answer.get("rows")),
        "is_wrong": answer.get("is_wrong", True),
        "changes_nothing": answer.get("changes_nothing", False),
        "problems": [phrase_of(each).text(gettext) for each in answer.get("problems", ())],
        "missing": _missing_names(answer.get("missing", ()), known | _member_names(file)),
    }


def field_labels(kind: Kind, used: Collection[str] = ()) -> dict[str, str]:
    """What a column can be taken for; members in one language only where the list has them."""
    return {
        each.field: each.label.text(gettext)
        for each in fields_of(kind)
        if each.field in used or not _NUMBER_AND_LANGUAGE.search(each.field)
    }


def known_columns(kind: Kind) -> list[str]:
    """The names of the fields that a list of that kind may have; of numbered ones the first."""
    found = []
    for field, label in field_labels(kind).items():
        if field.endswith("_1"):
            label = gettext("%(first)s…", first=label)
        if field.endswith("_1") or not _NUMBER_OR_LANGUAGE.search(field):
            found.append(label)
    return found


def _sheet_of(kept: KeptList) -> str | None:
    table = kept.answer.get("table")
    return table["sheet"] if table else kept.choices.sheet


def _shown_verdict(counts: Mapping[str, int]) -> str:
    """The verdict whose rows are shown, "" for all: unless somebody chose, what is wrong."""
    asked = request.args.get("show")
    if asked is not None and (asked in counts or not asked):
        return asked
    return "wrong" if counts.get("wrong") else ""


def _page_of_rows(kept: KeptList, columns: Sequence[ShownColumn], shown: str) -> ListPage[int]:
    size, verdicts = rows_per_page(columns), kept.verdicts
    numbers = [number for number in in_order(verdicts) if shown in ("", verdicts[number])]
    texts = dict(kept.texts()) if request.args.get("q") else {}
    for (number, _index), text in kept.choices.corrections.items() if texts else ():
        texts[number] += text
    page = page_of_list(numbers, size, lambda number: texts.get(number, ""), "show")
    # Under somebody's hands the rows stay where they are, whatever becomes of them.
    stay = _numbers(request.form.get("shown", ""), verdicts)
    return dataclasses.replace(page, items=stay[:size]) if stay else page


def _numbers(text: str, rows: Container[int]) -> list[int]:
    """The rows that a page showed, as its form names them."""
    named = [each for each in text.split(",")[:1000] if len(each) <= _LONGEST_NUMBER]
    found = [int(each) for each in named if each.isascii() and each.isdecimal()]
    return [number for number in dict.fromkeys(found) if number in rows]


def _missing_names(keys: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(key, key) for key in keys]


def _member_names(file: Any) -> dict[str, str]:
    """Members' names after their team's, by `team/member`."""
    return {
        f"{team['key']}/{member['key']}": gettext(
            "%(name)s (%(team)s)", name=localized(member["name"]), team=localized(team["name"])
        )
        for team in file["teams"]
        for member in team.get("members", ())
    }
