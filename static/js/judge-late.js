// What came too late: kept on the tablet, offered to the organiser, and what was decided.
//
// Once the organiser has accepted a sheet, its receipt clears it from the outbox as any other.
// One that is not accepted is put aside with the reason, and sent no more:
//   accord.declined:<competition>/<judge>/<match>/<team>
// as {entry, reason, at}.
(function (Accord) {
  "use strict";

  var DECLINED = "accord.declined:";
  var SOON = 500;
  var ASK_AGAIN = 5000;
  var LATER = 20000;
  var outbox = Accord.outbox;
  var Line = outbox.Line;

  // The sheet takes no writes: it stays on the tablet, and the organiser is offered it.
  Line.prototype.shut = function (why, attempt) {
    var sent = JSON.parse(attempt.body);
    this.why = why;
    if (!outbox.same(sent, this.entry) || sent.state !== this.entry.state) {
      // Changed since: what is offered is what stands on the tablet now.
      this.entry.attempt = null;
      this.keep();
      this.move("kept");
      return this.schedule(SOON);
    }
    if (this.phase !== "offered") this.move("kept");
    sent.age_seconds = outbox.age(this.entry);
    this.busy = true;
    return this.put(
      this.entry.address + "/late", attempt, JSON.stringify(sent), false, this.heardOfLate
    );
  };

  Line.prototype.heardOfLate = function (response, answer, attempt) {
    if (response.status !== 200 || !answer) {
      this.move("kept");
      return this.retry(LATER);
    }
    this.late = answer;
    this.tries = 0;
    if (answer.receipt) return this.received(answer.receipt, attempt);
    if (answer.decision === "declined") return this.declined(answer);
    if (answer.decision !== "open") this.move("offered");
    return this.retry(answer.decision === "open" ? 0 : ASK_AGAIN);
  };

  // A person has decided: the marks are put aside with the reason, and sent no more.
  Line.prototype.declined = function (answer) {
    var before = this.slot(this.entry.base);
    var aside = { entry: this.entry, reason: answer.reason || "", at: answer.decided_at };
    Accord.store.write(DECLINED + this.name, aside);
    this.entry = null;
    Accord.store.remove(before);
    return this.move("declined");
  };

  // What the organiser did not accept of this sheet, if anything.
  Line.prototype.aside = function () { return Accord.store.read(DECLINED + this.name); };
  Line.prototype.putAway = function () { Accord.store.remove(DECLINED + this.name); };
})(window.Accord);
