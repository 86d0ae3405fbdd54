"""All files of the published site: its pages, the competition file, the standings, their sums."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from competition import document, scoring
from competition.file_types import Document, Language, StagePart
from competition.host_script import HostScript, write_host_script
from competition.scoring.stage import Pause, Scorebook, no_pause
from competition.scoring.types import StageStandings, Standings
from competition.site.earlier import SUMS, write_sums
from competition.site.page_rows import PageRows, stage_page_name, team_page_name, text_of
from competition.site.published_file import PublishedResults, published_file
from competition.site.site_words import site_word
from competition.why import Prover
from competition.why.types import Proof

_PAGES = Path(__file__).with_name("pages")
_OTHER: Mapping[Language, Language] = {"zh": "en", "en": "zh"}
_SIGNS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"colon": "：", "gap": " ", "listed": "、"},
    "en": {"colon": ": ", "gap": " ", "listed": ", "},
}
AWARDS, RECOUNT = "awards.html", "recount.html"


def build_site(
    file: Document, results: PublishedResults, pause: Pause = no_pause
) -> dict[str, bytes]:
    """Make the site of a competition file (without history) and of what is published of it.

    Returns every file's content by its path; the same input gives the same bytes. Everything in
    it is made from the published file (`published_file`) and the results. `pause` is called after
    each page. Raises `NotPublishable`.
    """
    public = published_file(file, results.stages)
    pause()
    site = _Site(public, results, pause)
    files = {name: text.encode() for name, text in site.pages()}
    files |= {name: _json(proof) for name, proof in site.proofs().items()}
    files["style.css"] = (_PAGES / "style.css").read_bytes()
    files["competition.json"] = document.write_file(public)
    files["standings.json"] = _json(site.standings)
    files[SUMS] = write_sums({name: [sum_of_file(data)] for name, data in files.items()})
    return files


def sum_of_file(data: bytes) -> str:
    """The sum of a file as it stands in SHA256SUMS."""
    return hashlib.sha256(data).hexdigest()


class _Site:
    """Renders the pages of one published file."""

    def __init__(self, public: Document, results: PublishedResults, pause: Pause) -> None:
        self._public = public
        self._pause = pause
        self._results = results
        self._book = book = Scorebook(public)
        # Both languages ask for the same.
        self._explain = cache(lambda stage, team: scoring.explain(public, stage, team, book))
        self.standings: Standings = scoring.recount(public)
        self._stages: list[tuple[StagePart, StageStandings]] = [
            (stage, counted)
            for stage, counted in zip(public["stages"], self.standings["stages"], strict=True)
            if stage["key"] in results.stages
        ]
        self._scripts: dict[str, HostScript] = {
            stage["key"]: write_host_script(public, stage["key"], counted)
            for stage, counted in self._stages
        }
        prover = Prover(public, self._book)
        self._proofs: dict[tuple[str, str], Proof] = {}
        for stage, counted in self._stages:
            for row in counted["standings"]:
                proved = prover.prove(row["team"], stage["key"])["proof"]
                self._proofs[stage["key"], row["team"]] = proved
                pause()
        self._languages: list[Language] = ["zh", "en"]
        if (public["competition"].get("languages") or ["zh"])[0] == "en":
            self._languages.reverse()

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield every page with its path."""
        yield "index.html", self._index()
        for language in self._languages:
            for name, text in self._in_language(language):
                yield f"{language}/{name}", text
                self._pause()

    def proofs(self) -> dict[str, Proof]:
        """How each total came about, for programs, by the file's path."""
        return {_proof_name(*key): proof for key, proof in self._proofs.items()}

    def _in_language(self, language: Language) -> Iterator[tuple[str, str]]:
        rows = PageRows(self._public, language, self._explain)
        for stage, counted in self._stages:
            page = stage_page_name(stage["key"])
            corrections = [
                {**each, "at": each["at"][:10], "reason": text_of(each["reason"], language)}
                for each in self._results.corrections
                if each["stage"] == stage["key"]
            ]
            arranged = rows.stage(stage, counted)
            yield (
                page,
                self._page(
                    *("stage.html", page, language, rows),
                    stage=arranged,
                    firmness=self._results.firmness.get(stage["key"], {}).get(language, ()),
                    corrections=corrections,
                ),
            )
            for row in counted["standings"]:
                page = team_page_name(stage["key"], row["team"])
                team = rows.team(stage, row, self._scripts[stage["key"]])
                yield (
                    page,
                    self._page(
                        *("team.html", page, language, rows),
                        team=team,
                        stage_page=stage_page_name(stage["key"]),
                        steps=[
                            {**step, "text": text_of(step["text"], language)}
                            for step in self._proofs[stage["key"], row["team"]]["steps"]
                        ],
                        proof_file=_proof_name(stage["key"], row["team"]),
                    ),
                )
        if self._results.awards:
            awards = [rows.award(award) for award in self._results.awards]
            yield AWARDS, self._page("awards.html", AWARDS, language, rows, awards=awards)
        example = next(
            (
                {"stage": stage["key"], "team": counted["standings"][0]["team"]}
                for stage, counted in reversed(self._stages)
                if counted["standings"]
            ),
            None,
        )
        yield RECOUNT, self._page("recount.html", RECOUNT, language, rows, example=example)

    def _page(
        self, template: str, page: str, language: Language, rows: PageRows, **values: Any
    ) -> str:
        return _render(
            template,
            language=language,
            other=_OTHER[language],
            page=page,
            contest=text_of(self._public["competition"]["name"], language),
            menu=self._menu(language, rows),
            word=lambda name: site_word(name, language),
            **_SIGNS[language],
            **values,
        )

    def _menu(self, language: Language, rows: PageRows) -> list[dict[str, str]]:
        menu = [
            {"page": stage_page_name(stage["key"]), "name": rows.stages[stage["key"]]}
            for stage, _ in self._stages
        ]
        if self._results.awards:
            menu.append({"page": AWARDS, "name": site_word("awards", language)})
        return [*menu, {"page": RECOUNT, "name": site_word("recount", language)}]

    def _index(self) -> str:
        about = self._public["competition"]
        parts = []
        for language in self._languages:
            rows = PageRows(self._public, language, self._explain)
            details = [text_of(about.get(name), language) for name in ("organiser", "venue")]
            parts.append(
                {
                    "language": language,
                    "contest": text_of(about["name"], language),
                    "theme": text_of(about.get("theme"), language),
                    "details": [each for each in (*details, about.get("starts", "")[:10]) if each],
                    "menu": self._menu(language, rows),
                }
            )
        names = dict.fromkeys(part["contest"] for part in parts)
        return _render(
            "index.html", first=self._languages[0], parts=parts, title=" · ".join(map(str, names))
        )


def _proof_name(stage: str, team: str) -> str:
    return f"proofs/stage-{stage}-team-{team}.json"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _render(template: str, **values: Any) -> str:
    text = _environment().get_template(template).render(**values)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
