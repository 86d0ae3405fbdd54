// Shows where a sheet's marks are: a sign, a few words, a colour, always in the same place.
import { fill } from "../shared/text.js";
import { timeOfDay } from "../shared/time-of-day.js";
import { declinedMarks } from "./declined-marks.js";
import { unplacedErrors } from "./outbox-rules.js";
import { PHASE } from "./phases.js";
import { showSign, showStatusText } from "./status-text.js";

export class SaveStatus {
  // state: {strings, signs, zone}
  constructor(state) {
    this.strings = state.strings;
    this.signs = state.signs;
    this.time = timeOfDay(state.zone);
  }

  // column: a MatchColumn
  show(place, column) {
    showSign(place, this.look(column), this.signs);
    showStatusText(place.querySelector("[data-words]"), this.sentence(column));
  }

  look({ sync, about, isMissing }) {
    if (isMissing) return "missed";
    if (sync.phase === PHASE.SAVED) return sync.answer.state;
    return sync.phase === PHASE.IDLE ? about.state : sync.phase;
  }

  sentence(column) {
    const { strings } = this;
    const { sync } = column;
    const isSubmitted = sync.entry && sync.entry.state === "submitted";
    if (column.isMissing) return strings.missed;
    switch (sync.phase) {
      case PHASE.LOCAL:
        return strings.local;
      case PHASE.SAVING:
        return isSubmitted ? strings.submitting : strings.saving;
      case PHASE.WAITING:
        return isSubmitted ? strings.submit_waiting : strings.waiting;
      case PHASE.CONFLICT:
        return strings.conflict;
      case PHASE.REFUSED:
        return this.refusedSentence(column);
      case PHASE.TOO_LATE:
        return fill(strings.kept, { why: sync.why });
      case PHASE.OFFERED:
        return fill(strings.offered, { at: this.clock(sync.lateAnswer.arrived_at) });
      case PHASE.DECLINED:
        return fill(strings.declined, { why: declinedMarks(sync.name).reason });
      case PHASE.SIGNED_OUT:
        return fill(strings.kept, { why: strings.signed_out });
      case PHASE.GONE:
        return fill(strings.kept, { why: strings.gone });
      case PHASE.SAVED:
        return this.savedSentence(column, sync.answer);
      default:
        return column.about.standing;
    }
  }

  // Only what has a field on this page is written there in red.
  refusedSentence({ sync, fields }) {
    const { strings } = this;
    const { isRubric, sentences } = unplacedErrors(sync.errors, fields ? fields.errorKeys : []);
    if (!sentences.length) return strings.refused;
    return fill(strings.kept, { why: isRubric ? strings.news_rubric : sentences.join(" ") });
  }

  savedSentence({ fields, counting }, answer) {
    const { strings } = this;
    const { receipt, version } = answer;
    const values = { at: this.clock(answer.stored_at), receipt, version };
    if (answer.state === "submitted") return fill(strings.submitted, values);
    const isWrong = fields && fields.isWrong();
    const sentence = fill(isWrong ? strings.saved_partly : strings.saved, values);
    return counting ? `${sentence}\n${fill(strings.over, counting)}` : sentence;
  }

  clock(instant) {
    return this.time(new Date(instant));
  }
}
