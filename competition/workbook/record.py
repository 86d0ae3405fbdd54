"""Deductions, awards and judges as tables."""

from competition.awards import Standing, consider_awards
from competition.file_types import Document
from competition.seats import counting_judges
from competition.workbook.names import TableNames, text_in
from competition.workbook.tables import ResultColumn, ResultTable


def deductions_table(document: Document, names: TableNames) -> ResultTable:
    """A row a deduction, as in the file."""
    word = names.word
    columns = [
        ResultColumn(word("stage")),
        ResultColumn(word("round")),
        ResultColumn(word("match"), "whole"),
        ResultColumn(word("team"), "wide"),
        ResultColumn(word("points"), "mark"),
        ResultColumn(word("reason"), "wide"),
        ResultColumn(word("by")),
        ResultColumn(word("at")),
    ]
    table = ResultTable(word("all_deductions"), word("all_deductions"), columns)
    for each in document.get("deductions") or ():
        match = each["match"]
        table.rows.append(
            [
                names.stages[names.stage_of[match]["key"]],
                names.rounds[match],
                str(names.numbers[match]),
                names.teams[each["team"]],
                each["points"],
                text_in(each["reason"], names.language),
                text_in(each.get("by"), names.language),
                each.get("at", ""),
            ]
        )
    return table


def awards_table(document: Document, names: TableNames) -> ResultTable:
    """A row a winner of each award, in the file's order."""
    word = names.word
    columns = [
        ResultColumn(word("award"), "wide"),
        ResultColumn(word("place"), "whole"),
        ResultColumn(word("winner"), "wide"),
        ResultColumn(word("of_team"), "wide"),
        ResultColumn(word("value"), "mark"),
        ResultColumn(word("state")),
        ResultColumn(word("reason"), "wide"),
    ]
    table = ResultTable(word("awards"), word("awards"), columns)
    for award in consider_awards(document):
        for winner in award.winners:
            kind, team = winner.candidate.kind, winner.candidate.team
            of_team = names.teams[team] if team and kind != "team" else ""
            table.rows.append(
                [
                    text_in(award.part["name"], names.language),
                    "" if winner.place is None else str(winner.place),
                    _winner(winner, names),
                    of_team,
                    winner.printed or "",
                    word("final" if award.is_final else "not_final"),
                    text_in(award.part.get("reason"), names.language),
                ]
            )
    return table


def judges_table(document: Document, names: TableNames) -> ResultTable:
    """A row a judge: never a link."""
    word, language = names.word, names.language
    matches: dict[str, set[str]] = {}
    for stage in document["stages"]:
        for round_ in stage.get("rounds", ()):
            for match in round_["matches"]:
                for entry in match["entries"]:
                    for key in counting_judges(match, entry["team"]):
                        matches.setdefault(key, set()).add(match["key"])
    columns = [
        ResultColumn(word("judge")),
        ResultColumn(word("organisation"), "wide"),
        ResultColumn(word("category")),
        ResultColumn(word("head")),
        ResultColumn(word("matches"), "whole"),
    ]
    table = ResultTable(word("judges"), word("judges"), columns)
    for judge in document["judges"]:
        table.rows.append(
            [
                names.judges[judge["key"]],
                text_in(judge.get("organisation"), language),
                word(judge.get("category", "")),
                word("yes") if judge.get("head") else "",
                str(len(matches.get(judge["key"], ()))),
            ]
        )
    return table


def _winner(standing: Standing, names: TableNames) -> str:
    candidate = standing.candidate
    if candidate.kind == "team":
        return names.teams[str(candidate.written)]
    if candidate.kind == "member":
        return names.member(candidate.team or "", str(candidate.written))
    return text_in(candidate.written, names.language)
