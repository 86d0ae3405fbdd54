"""Every submitted sheet as a row, with what is left out of it; personal marks; written tests."""

from collections.abc import Iterator, Mapping

from competition.file_types import Document, MatchPart, SheetPart, VersionPart
from competition.rule_in_force import rubric_of
from competition.scoring import format_exact, sheet_total
from competition.scoring.marks import newest_submitted
from competition.scoring.types import Standings
from competition.seats import counting_judges
from competition.workbook.names import TableNames, text_in
from competition.workbook.tables import ResultCell, ResultColumn, ResultTable
from competition.workbook.words import listed_words


def marks_table(document: Document, standings: Standings, names: TableNames) -> ResultTable:
    """A row a submitted sheet, in the order of matches, entries and seats.

    `standings` are the whole contest's (`recount`). What the rule leaves out is marked in the
    mark's own cell and named in a column.
    """
    word = names.word
    dimensions = _dimensions(document, names)
    judges = {judge["key"]: judge for judge in document["judges"]}
    dropped = _dropped(standings)
    columns = [
        *(ResultColumn(word(name)) for name in ("stage", "round")),
        ResultColumn(word("match"), "whole"),
        ResultColumn(word("team"), "wide"),
        *(ResultColumn(word(name)) for name in ("side", "judge", "category", "counts")),
        *(ResultColumn(name, "mark") for name in dimensions.values()),
        ResultColumn(word("sheet_total"), "mark"),
        ResultColumn(word("left_out"), "wide"),
    ]
    table = ResultTable(word("marks"), word("marks"), columns)
    for match, sheet, version in _submitted(document):
        stage = names.stage_of[match["key"]]
        own = [each["key"] for each in rubric_of(document, stage)["dimensions"]]
        counts = _counts(match, sheet)
        out = dropped.get((match["key"], sheet["team"], sheet["judge"]), set())
        side = next(e["side"] for e in match["entries"] if e["team"] == sheet["team"])
        marks = version["marks"]
        total = format_exact(sheet_total(rubric_of(document, stage)["dimensions"], marks))
        is_whole = out >= {key for key in own if key in marks}
        table.rows.append(
            [
                names.stages[stage["key"]],
                names.rounds[match["key"]],
                str(names.numbers[match["key"]]),
                names.teams[sheet["team"]],
                word(side),
                names.judges[sheet["judge"]],
                word(judges[sheet["judge"]].get("category", "")),
                word(counts),
                *(ResultCell(marks.get(key, ""), key in out) for key in dimensions),
                ResultCell(total, bool(out) and is_whole),
                word("whole_sheet")
                if out and is_whole
                else listed_words([dimensions[key] for key in own if key in out], names.language),
            ]
        )
    return table


def personal_table(document: Document, names: TableNames) -> ResultTable:
    """A row a mark for a single contestant."""
    word = names.word
    headers = ("stage", "round")
    columns = [
        *(ResultColumn(word(name)) for name in headers),
        ResultColumn(word("match"), "whole"),
        ResultColumn(word("team"), "wide"),
        *(ResultColumn(word(name)) for name in ("member", "judge", "counts")),
        ResultColumn(word("mark"), "mark"),
    ]
    table = ResultTable(word("personal"), word("personal"), columns)
    for match, sheet, version in _submitted(document):
        for member, mark in version.get("personal", {}).items():
            table.rows.append(
                [
                    names.stages[names.stage_of[match["key"]]["key"]],
                    names.rounds[match["key"]],
                    str(names.numbers[match["key"]]),
                    names.teams[sheet["team"]],
                    names.member(sheet["team"], member),
                    names.judges[sheet["judge"]],
                    word(_counts(match, sheet)),
                    mark,
                ]
            )
    return table


def written_table(document: Document, names: TableNames) -> ResultTable:
    """A row a score of a written test."""
    word = names.word
    columns = [
        ResultColumn(word("stage")),
        ResultColumn(word("team"), "wide"),
        ResultColumn(word("member")),
        ResultColumn(word("score"), "mark"),
    ]
    table = ResultTable(word("scores"), word("scores"), columns)
    for stage in document["stages"]:
        for score in stage.get("scores") or ():
            member = names.member(score["team"], score["member"]) if "member" in score else ""
            table.rows.append(
                [names.stages[stage["key"]], names.teams[score["team"]], member, score["score"]]
            )
    return table


def _dimensions(document: Document, names: TableNames) -> dict[str, str]:
    """The names of all dimensions that any stage has, by key."""
    rubrics = [document["rubric"], *(s["rubric"] for s in document["stages"] if "rubric" in s)]
    found: dict[str, str] = {}
    for rubric in rubrics:
        for each in rubric["dimensions"]:
            found.setdefault(each["key"], text_in(each["name"], names.language))
    return found


def _submitted(
    document: Document,
) -> Iterator[tuple[MatchPart, SheetPart, SheetPart | VersionPart]]:
    """Every sheet that its judge has submitted, with the version that counts."""
    by_entry: dict[tuple[str, str], dict[str, SheetPart]] = {}
    for sheet in document.get("sheets") or ():
        by_entry.setdefault((sheet["match"], sheet["team"]), {})[sheet["judge"]] = sheet
    for stage in document["stages"]:
        for round_ in stage.get("rounds", ()):
            for match in round_["matches"]:
                for entry in match["entries"]:
                    given = by_entry.get((match["key"], entry["team"]), {})
                    seats = counting_judges(match, entry["team"])
                    order = {judge: number for number, judge in enumerate(seats)}
                    for judge in sorted(given, key=lambda key: order.get(key, len(order))):
                        version = newest_submitted(given[judge])
                        if version is not None:
                            yield match, given[judge], version


def _counts(match: MatchPart, sheet: SheetPart) -> str:
    """Whether a sheet counts, or why not, as a word of the tables."""
    judge, team = sheet["judge"], sheet["team"]
    if match.get("void"):
        return "void_match"
    if judge in match.get("trainees", ()):
        return "trainee"
    if judge not in counting_judges(match, team):
        return "replaced"
    recusals = match.get("recused") or ()
    if any(r["judge"] == judge and team in r.get("teams", [team]) for r in recusals):
        return "recused"
    return "yes"


def _dropped(standings: Standings) -> Mapping[tuple[str, str, str], set[str]]:
    """The dimensions that are left out of a sheet, by match, team and judge."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for stage in standings["stages"]:
        for row in stage["standings"]:
            for entry in row["entries"]:
                for dimension, judges in entry["dropped"].items():
                    for judge in judges:
                        key = (entry["match"], row["team"], judge)
                        found.setdefault(key, set()).add(dimension)
    return found
