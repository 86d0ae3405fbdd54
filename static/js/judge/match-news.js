// Says on an open match what the server has told of it: the round closed, a sheet changed
// elsewhere, another rubric. The line lies above the footer, so that nothing on the page moves.
import { fill } from "../shared/text.js";
import { listen } from "./events.js";
import { NEWS, newsOf } from "./page-news.js";

export class MatchNews {
  constructor(match) {
    this.match = match;
    this.box = match.form.querySelector("[data-news]");
    this.link = this.box.querySelector("[data-news-conference]");
    this.reload = this.box.querySelector("[data-news-reload]");
    this.isConferring = false;
    this.hasConferred = false;
    this.closed = new Set(); // Teams whose sheets have been closed since the page was opened.
    listen("states", ({ detail }) => this.hear(detail));
  }

  hear(answer) {
    const { state, columns } = this.match;
    const news = newsOf(
      {
        rubric: state.rubric,
        round: state.round,
        match: state.match,
        sheets: columns.map(({ about, sync, isReadOnly }) => ({
          team: about.team,
          version: sync.base,
          isOpen: about.mode !== "closed" && !isReadOnly,
          isSettled: !sync.busy && !sync.entry,
        })),
      },
      answer,
    );
    for (const { team, kind } of news.sheets) {
      if (kind !== NEWS.CLOSED && kind !== NEWS.LOCKED) continue;
      this.closed.add(kind === NEWS.CLOSED ? kind : team);
      columns.find(({ about }) => about.team === team).close(kind === NEWS.CLOSED);
    }
    const isConferring = (answer.conferences || []).includes(state.match);
    this.hasConferred = !isConferring && (this.hasConferred || this.isConferring);
    this.isConferring = isConferring;
    this.link.hidden = !isConferring;
    this.match.offer();
    const sentences = this.sentences(news);
    // The conference alone is no reason to load the page again.
    this.reload.hidden = isConferring && sentences.length === 1;
    this.show(sentences);
  }

  // A closed sheet stays closed on this page, so its sentence stays too.
  sentences({ isRubricNew, sheets }) {
    const { strings } = this.match.state;
    const found = isRubricNew ? [strings.news_rubric] : [];
    if (this.isConferring) found.push(strings.news_conference);
    if (this.hasConferred) found.push(strings.news_conferred);
    if (this.closed.has(NEWS.CLOSED)) found.push(strings.news_round_closed);
    for (const { about } of this.match.columns) {
      const { kind } = sheets.find(({ team }) => team === about.team) || {};
      const isLocked = this.closed.has(about.team) && kind !== NEWS.REOPENED;
      const name = isLocked ? NEWS.LOCKED : kind;
      if (!name || name === NEWS.CLOSED) continue;
      // Said already: the conference locks every sheet of the match.
      if (name === NEWS.LOCKED && this.hasConferred) continue;
      found.push(fill(strings[`news_${name}`], { team: this.match.teamName(about.team) }));
    }
    return found;
  }

  show(sentences) {
    const words = this.box.querySelector("p");
    const text = sentences.join("\n");
    this.box.hidden = !text;
    document.body.classList.toggle("has-news", Boolean(text));
    if (words.textContent !== text) words.textContent = text;
  }
}
