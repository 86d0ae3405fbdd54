"""Lists of the scores of a paper stage."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from competition.document import Refusal
from competition.lists.matching import Planned, find_one, refuse_twice
from competition.lists.names import Part, PartIndex
from competition.lists.putting import note_change
from competition.lists.rows import ListRow
from competition.lists.values import is_absent, read_score
from competition.messages import N_

Owner = tuple[str, str | None]
"""Whose score: the team, and the member where each has one."""

_NO_TEAM = N_("There is no team “%(name)s” here.")


def paper_stage(file: dict[str, Any], key: str | None) -> dict[str, Any]:
    """The paper stage of that key, or the only one; raises `Refusal`."""
    papers = [stage for stage in file["stages"] if stage.get("kind") == "paper"]
    names = ", ".join(stage["key"] for stage in papers)
    if not papers:
        raise Refusal(N_("There is no paper stage here. Add one first, then import its scores."))
    if key is None and len(papers) > 1:
        raise Refusal(
            N_("Say of which paper stage these are the scores: %(names)s."), {"names": names}
        )
    found: dict[str, Any] | None = next(
        (stage for stage in papers if key in (None, stage["key"])), None
    )
    if found is None:
        raise Refusal(
            N_("There is no paper stage “%(key)s”. The paper stages are: %(names)s."),
            {"key": key, "names": names},
        )
    return found


def plan_scores(
    file: dict[str, Any], rows: list[ListRow], fields: Collection[str], stage_key: str | None
) -> Planned:
    """Put the list's scores into the stage."""
    stage = paper_stage(file, stage_key)
    plan = _ScorePlan(file, stage, fields)
    for row in rows:
        plan.put(row)
    place = f"stages[{file['stages'].index(stage)}].scores"
    owners = {
        f"{place}[{index}]": plan.rows[owner]
        for index, score in enumerate(plan.scores)
        if (owner := (score["team"], score.get("member"))) in plan.rows
    }
    plan.finish()
    return Planned(owners, plan.missing())


class _ScorePlan:
    def __init__(
        self, file: dict[str, Any], stage: dict[str, Any], fields: Collection[str]
    ) -> None:
        self._stage = stage
        self._is_per_member = stage["per"] == "member"
        self._teams = PartIndex(file["teams"])
        self._team_of = {
            id(member): team["key"] for team in file["teams"] for member in team.get("members", ())
        }
        self._members = PartIndex(
            member for team in file["teams"] for member in team.get("members", ())
        )
        self._index_of: dict[str, PartIndex] = {}
        self.scores: list[Part] = stage.setdefault("scores", [])
        self._score_of = {(each["team"], each.get("member")): each for each in self.scores}
        self._known = list(self._score_of)
        self._seen: dict[Owner, int] = {}
        self.rows: dict[Owner, ListRow] = {}
        if "score" not in fields:
            raise Refusal(N_("No column has the scores. One has to be called 成绩, 得分 or score."))
        if self._is_per_member and "member" not in {each.split("_")[0] for each in fields}:
            raise Refusal(
                N_("This stage has a score for each member, and no column names the members.")
            )

    def put(self, row: ListRow) -> None:
        """Put one row's score into the stage."""
        row.name = row.first_text("member") or row.first_text("team") or ""
        owner = self._owner(row)
        if owner is None:
            return
        team, member = owner
        row.key = team if member is None else f"{team}/{member}"
        if refuse_twice(row, "team" if member is None else "member", self._seen, owner):
            return
        self.rows[owner] = row
        self._put_score(row, owner)

    def finish(self) -> None:
        """Leave no trace of a list of scores where there is none."""
        if not self.scores:
            del self._stage["scores"]

    def missing(self) -> list[str]:
        """Who is in the stage and has no row."""
        expected: list[Owner] = list(self._known)
        for key in self._stage.get("teams", ()):
            members = self._teams.by_key[key].get("members", ())
            if not self._is_per_member:
                expected.append((key, None))
            else:
                expected += [(key, each["key"]) for each in members if not each.get("reserve")]
        return [
            team if member is None else f"{team}/{member}"
            for team, member in dict.fromkeys(expected)
            if (team, member) not in self._seen
        ]

    def _owner(self, row: ListRow) -> Owner | None:
        """Whose score it is; None with a problem where that is not clear."""
        team_name, name = row.first_text("team"), row.first_text("member")
        team = find_one(row, "team", team_name, self._teams, _NO_TEAM) if team_name else None
        if team_name and team is None:
            return None
        if not self._is_per_member:
            if name is not None:
                row.problem("member", N_("This stage has one score a team; leave the member out."))
            elif team is not None:
                return team["key"], None
            else:
                row.problem("team", N_("The name of the team is missing."))
            return None
        if name is None:
            row.problem("member", N_("The name of the member is missing."))
            return None
        members = self._members if team is None else self._members_of(team)
        member = find_one(row, "member", name, members, N_("There is no member “%(name)s” here."))
        return (self._team_of[id(member)], member["key"]) if member is not None else None

    def _members_of(self, team: Part) -> PartIndex:
        index = self._index_of.get(team["key"])
        if index is None:
            index = self._index_of[team["key"]] = PartIndex(team.get("members", ()))
        return index

    def _put_score(self, row: ListRow, owner: Owner) -> None:
        cell = row.cell("score")
        if cell is None:
            return
        before = self._score_of.get(owner)
        was = before["score"] if before is not None else None
        if is_absent(cell.text):
            if before is not None:
                note_change(row, "score", was, None, is_new=False)
                self.scores.remove(before)
            return
        try:
            score = read_score(cell)
        except Refusal as refusal:
            row.refusal("score", refusal)
            return
        highest = self._stage["max"]
        if Decimal(score) > Decimal(highest):
            row.problem(
                "score",
                N_("%(value)s is out of range. Allowed: 0 to %(max)s."),
                value=score,
                max=highest,
            )
        elif was is None or Decimal(was) != Decimal(score):
            row.is_new = before is None
            note_change(row, "score", was, score, is_new=row.is_new)
            if before is not None:
                before["score"] = score
            else:
                team, member = owner
                new = {"team": team} | ({"member": member} if member is not None else {})
                self.scores.append(new | {"score": score})
