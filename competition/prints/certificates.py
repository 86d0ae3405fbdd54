"""Certificates: a page for each winner of each award, worded by the award's name and its winner.

An award whose name is that of a certificate (证书, “certificate”) gives the page its title; one of
completion (结业, 合格, …) says that the requirements were met. An award that is not final is
printed with a large “provisional” across it: good to look at, not to hand over.
"""

import base64
import re
from collections.abc import Mapping
from typing import Any

from competition.awards import decide_awards
from competition.file_types import AwardPart, Document
from competition.messages import N_
from competition.prints.file_names import FileNames
from competition.prints.order import CannotPrint, PrintOrder

_CERTIFICATE = re.compile("证书|certificate", re.IGNORECASE)
_COMPLETION = re.compile("结业|毕业|合格|结课|培训|completion|attendance", re.IGNORECASE)


def certificates_data(document: Document, order: PrintOrder) -> dict[str, Any]:
    """A page for each winner, award by award, by place; raises `CannotPrint` without a winner."""
    names = FileNames(document, order)
    awards = {award["key"]: award for award in document.get("awards", ())}
    pages = _Pages(document, names)
    found = [
        pages.page(awards[decided["key"]], winner, is_final=decided["final"])
        for decided in decide_awards(document)["awards"]
        if order.stage in (None, awards[decided["key"]].get("stage"))
        for winner in decided["winners"]
    ]
    if not found:
        raise CannotPrint(
            N_(
                "No award has a winner yet. Set up the awards, and print certificates once the "
                "results are in."
            )
        )
    pictures = {kind: _as_svg(png) for kind, png in order.pictures.items()}
    return {"certificates": found, "pictures": pictures}


class _Pages:
    def __init__(self, document: Document, names: FileNames) -> None:
        self._names = names
        self._teams = {team["key"]: team for team in document["teams"]}
        self._members = {
            member["key"]: (team, member)
            for team in document["teams"]
            for member in team.get("members", ())
        }

    def page(
        self, award: AwardPart, winner: Mapping[str, Any], *, is_final: bool
    ) -> dict[str, Any]:
        names, words = self._names, self._names.words
        called = names.text(award["name"])
        is_certificate = bool(_CERTIFICATE.search(called))
        is_completion = is_certificate and bool(_COMPLETION.search(called))
        wording = "certificate_award"
        if is_certificate:
            wording = "certificate_completion" if is_completion else "certificate_merit"
        contest = names.text(names.document["competition"]["name"])
        return {
            "title": called if is_certificate else words["certificate_title"],
            "award": "" if is_certificate else called,
            "text": words[wording] % {"contest": contest},
            "opening": words["certify_that" if is_completion else "awarded_to"],
            "provisional": not is_final,
            "members": [],
            "of": "",
            **self._winner(winner),
        }

    def _winner(self, winner: Mapping[str, Any]) -> dict[str, Any]:
        text = self._names.text
        if "team" in winner:
            team = self._teams[winner["team"]]
            members = [text(each["name"]) for each in team.get("members", ())]
            return {"name": text(team["name"]), "members": members, "person": False}
        if "member" in winner:
            team, member = self._members[winner["member"]]
            return {"name": text(member["name"]), "of": text(team["name"]), "person": True}
        return {"name": text(winner.get("organisation") or winner.get("name")), "person": False}


def _as_svg(png: bytes) -> str:
    """A PNG in the shape in which a template takes a picture; its size stands in its header."""
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
