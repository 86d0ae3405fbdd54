// When the tablet sends, what it sends, and what is still to be sent after an answer.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as rules from "../../static/js/judge/outbox-rules.js";
import { PHASE } from "../../static/js/judge/phases.js";
import { linsEntry, NINE } from "./helpers.mjs";

const { ANSWER } = rules;

test("Lin types on: each key postpones sending by half a second, two seconds at most", () => {
  const deadline = rules.sendDeadline(NINE);

  assert.equal(rules.waitForMore(deadline, NINE), 500);
  assert.equal(rules.waitForMore(deadline, NINE + 1400), 500);
  assert.equal(rules.waitForMore(deadline, NINE + 1800), 200);
  assert.equal(rules.waitForMore(deadline, NINE + 5000), 0);
});

test("the pause after a failure doubles from one second to twenty", () => {
  const middle = [1, 2, 3, 4, 5, 6, 20].map((failures) => rules.waitBeforeRetry(failures, 0, 0.5));

  assert.deepEqual(middle, [1000, 2000, 4000, 8000, 16000, 20000, 20000]);
});

test("tablets that lost the network together do not all come back in the same instant", () => {
  assert.equal(rules.waitBeforeRetry(3, 0, 0), 2000);
  assert.equal(rules.waitBeforeRetry(3, 0, 1), 6000);
});

test("a server that asks for patience gets it, a minute at most", () => {
  assert.equal(rules.waitBeforeRetry(1, rules.retryAfter("7"), 0.5), 7000);
  assert.equal(rules.retryAfter("3600"), 60000);
  assert.equal(rules.retryAfter(null), 0);
  assert.equal(rules.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT"), 0);
});

test("of what several pages left of one sheet, the newest is sent", () => {
  const after = (minutes) => linsEntry({ at: NINE + minutes * 60000, base: minutes });
  const [first, last, second] = [after(0), after(2), after(1)];

  assert.equal(rules.newestOf([first, last, second]), last);
  assert.equal(rules.newestOf([]), null);
});

test("a change keeps the request that is under way, so that its answer is still waited for", () => {
  const attempt = { key: "a1", body: "{}" };
  const change = { marks: { law: "19" }, comment: "Calm.", state: "draft" };

  const entry = rules.entryFor(linsEntry(), change, 3, linsEntry({ attempt }), NINE + 1);

  assert.deepEqual(
    entry,
    linsEntry({ marks: { law: "19" }, comment: "Calm.", base: 3, attempt, at: NINE + 1 }),
  );
  assert.equal(rules.entryFor(linsEntry(), change, 0, null, NINE).attempt, null);
});

test("a request names the version that it was typed over", () => {
  const { key, body } = rules.attemptFor(linsEntry({ base: 2 }), "a1");

  assert.equal(key, "a1");
  assert.deepEqual(JSON.parse(body), {
    marks: { law: "18", poise: "9" },
    comment: "",
    state: "draft",
    base_version: 2,
  });
});

test("once the server has what Lin typed, nothing is left to send", () => {
  const entry = linsEntry();
  const attempt = rules.attemptFor(entry, "a1");

  assert.equal(rules.afterReceipt({ ...entry, attempt }, attempt, { version: 1 }), null);
});

test("a newer mark is not lost when the answer to an older one comes", () => {
  const attempt = rules.attemptFor(linsEntry(), "a1");
  const typedSince = linsEntry({ marks: { law: "19.5", poise: "9" }, attempt, at: NINE + 1 });

  const left = rules.afterReceipt(typedSince, attempt, { version: 1 });

  assert.deepEqual(left.marks, { law: "19.5", poise: "9" });
  assert.deepEqual([left.base, left.attempt], [1, null]);
});

test("a draft's receipt does not stand for the submission that came after it", () => {
  const attempt = rules.attemptFor(linsEntry(), "a1");
  const submission = linsEntry({ state: "submitted", attempt });

  const left = rules.afterReceipt(submission, attempt, { version: 1 });

  assert.equal(left.state, "submitted");
});

test("an emptied mark and no mark are the same, an emptied comment too", () => {
  const one = { marks: { law: "18", poise: "" }, comment: "" };
  const other = { marks: { law: "18" }, comment: undefined };

  assert.ok(rules.hasSameMarks(one, other));
  assert.ok(!rules.hasSameMarks(one, { marks: { law: "18", poise: "9" }, comment: "" }));
  assert.ok(!rules.hasSameMarks(one, { ...other, comment: "Calm." }));
});

test("marks are compared whatever the order of their names", () => {
  const one = { marks: { law: "18", poise: "9" } };

  assert.ok(rules.hasSameMarks(one, { marks: { poise: "9", law: "18" } }));
  assert.ok(!rules.hasSameMarks(one, { marks: { poise: "18", law: "9" } }));
});

test("Lin chooses where the other tablet wrote something else", () => {
  const attempt = { key: "a1", body: "{}" };
  const current = { version: 4, state: "draft", marks: { law: "12", poise: "9" }, comment: "" };

  const merged = rules.mergeWith(linsEntry({ attempt }), current);

  assert.equal(merged.phase, PHASE.CONFLICT);
  assert.deepEqual(merged.entry, linsEntry());
});

test("there is nothing to choose where the other tablet wrote the same", () => {
  for (const state of ["draft", "submitted"]) {
    const current = { ...linsEntry(), version: 4, state };
    assert.deepEqual(rules.mergeWith(linsEntry(), current), { phase: PHASE.SAVED, entry: null });
  }
});

test("a submission over the other tablet's equal draft is sent again, over that version", () => {
  const mine = linsEntry({ state: "submitted", attempt: { key: "a1", body: "{}" } });

  const merged = rules.mergeWith(mine, { ...linsEntry(), version: 4, state: "draft" });

  assert.deepEqual(merged.entry, linsEntry({ state: "submitted", base: 4 }));
});

test("a comment in two languages is shown in the page's", () => {
  const comment = { en: "Calm.", zh: "沉着。" };

  assert.equal(rules.commentIn("zh-Hans", comment), "沉着。");
  assert.equal(rules.commentIn("fr", comment), "Calm.");
  assert.equal(rules.commentIn("en", "Calm."), "Calm.");
  assert.equal(rules.commentIn("en", null), null);
});

test("every answer of the server has one meaning", () => {
  const meanings = [
    [200, { version: 1 }, ANSWER.RECEIPT],
    [200, null, ANSWER.TRY_AGAIN],
    [400, null, ANSWER.BAD_TOKEN],
    [401, null, ANSWER.SIGNED_OUT],
    [404, null, ANSWER.GONE],
    [409, { current: { version: 2 } }, ANSWER.CONFLICT],
    [409, null, ANSWER.TRY_AGAIN],
    [413, null, ANSWER.INVALID],
    [422, { errors: {} }, ANSWER.INVALID],
    [423, { message: "The round is closed." }, ANSWER.CLOSED],
    [429, null, ANSWER.TRY_AGAIN],
    [503, null, ANSWER.TRY_AGAIN],
  ];
  for (const [status, answer, meaning] of meanings) {
    assert.equal(rules.answerKind(status, answer), meaning, `${status}`);
  }
});

test("an entry's age is never below nothing nor above thirty days, whatever the clock says", () => {
  assert.equal(rules.ageInSeconds(linsEntry(), NINE + 90500), 90);
  assert.equal(rules.ageInSeconds(linsEntry(), NINE - 60000), 0);
  assert.equal(rules.ageInSeconds(linsEntry(), NINE * 2), 30 * 24 * 3600);
});

test("after a crash the copy comes back if it is newer than what localStorage has", () => {
  const older = linsEntry();
  const newer = linsEntry({ at: NINE + 1 });
  const sending = linsEntry({ attempt: { key: "a1", body: "{}" } });

  assert.ok(rules.isNewer(older, null));
  assert.ok(rules.isNewer(newer, older));
  assert.ok(!rules.isNewer(older, newer));
  assert.ok(!rules.isNewer(older, older));
  assert.ok(rules.isNewer(sending, older));
  assert.ok(!rules.isNewer(older, sending));
});

test("a copy that only outlived its entry does not come back", () => {
  const entry = linsEntry();
  const known = { answer: { version: 1 }, sent: rules.contentOf(entry) };
  const nothing = { known: null, declined: null, others: [] };

  assert.ok(!rules.isSettled(entry, nothing));
  assert.ok(rules.isSettled(entry, { ...nothing, known }), "the server has it");
  assert.ok(rules.isSettled(entry, { ...nothing, declined: { entry } }), "it was declined");
  assert.ok(rules.isSettled(entry, { ...nothing, others: [linsEntry({ base: 1 })] }), "moved on");
});

test("a copy with something that the server does not have comes back", () => {
  const entry = linsEntry({ at: NINE + 5, base: 1 });
  const sent = rules.contentOf(entry);
  const nothing = { known: null, declined: null, others: [] };

  const settled = [
    { known: { answer: { version: 1 }, sent } },
    { known: { answer: { version: 2 }, sent: { ...sent, marks: { law: "3" } } } },
    { known: { answer: { version: 2 }, sent: { ...sent, state: "submitted" } } },
    { declined: { entry: linsEntry() } },
    { others: [linsEntry()] },
  ].map((found) => rules.isSettled(entry, { ...nothing, ...found }));

  assert.deepEqual(settled, [false, false, false, false, false]);
});

test("the refusal of an older mark never holds back the newer one", () => {
  const tooHigh = linsEntry({ marks: { law: "18.5" } });
  const attempt = rules.attemptFor(tooHigh, "a1");
  const mended = { ...tooHigh, marks: { law: "9" }, attempt };

  const after = rules.afterRefusal(mended, attempt, { law: "18.5 is out of range" });

  assert.deepEqual(after, {
    phase: PHASE.LOCAL,
    entry: { ...mended, attempt: null },
    errors: {},
  });
});

test("a refusal of what is still there is told, and the marks stay", () => {
  const tooHigh = linsEntry({ marks: { law: "18.5" } });
  const attempt = rules.attemptFor(tooHigh, "a1");
  const errors = { law: "18.5 is out of range" };

  assert.deepEqual(rules.afterRefusal({ ...tooHigh, attempt }, attempt, errors), {
    phase: PHASE.REFUSED,
    entry: tooHigh,
    errors,
  });
});

test("a refusal without a field on the page is told apart from one with a field", () => {
  const known = ["law", "poise"];
  const sentence = "A mark is missing here.";

  assert.deepEqual(rules.unplacedErrors({ law: sentence, comment: "Too long." }, known), {
    isRubric: false,
    sentences: [],
  });
  assert.deepEqual(rules.unplacedErrors({ manner: sentence }, known), {
    isRubric: true,
    sentences: [sentence],
  });
  assert.deepEqual(rules.unplacedErrors({ state: "Draft or submitted." }, known), {
    isRubric: false,
    sentences: ["Draft or submitted."],
  });
});

test("marks of a dimension that was taken out are not sent again and again", () => {
  const attempt = { key: "a1", body: "{}" };
  const entry = linsEntry({ state: "submitted", attempt });

  assert.equal(rules.fittedTo(["law", "poise", "manner"], entry), entry);
  assert.deepEqual(rules.fittedTo(["law"], entry), {
    ...entry,
    marks: { law: "18" },
    attempt: null,
  });
  assert.equal(rules.fittedTo(["law", "manner"], entry).state, "draft");
});

test("two sheets differ where a contestant's mark does", () => {
  const law = { marks: { law: "8" }, comment: "" };
  const chen = { ...law, personal: { chen: "9" } };
  assert.equal(rules.hasSameMarks(law, { ...law, personal: {} }), true);
  assert.equal(rules.hasSameMarks(law, { ...law, personal: { chen: "" } }), true);
  assert.equal(rules.hasSameMarks(law, chen), false);
  assert.equal(rules.hasSameMarks(chen, { ...chen, personal: { chen: "8" } }), false);
});

test("a write has contestants' marks only where any is given", () => {
  const about = { address: "/a", label: "Metro", page: "/p" };
  const change = { marks: { law: "8" }, personal: { chen: "9" }, comment: "", state: "draft" };
  const body = (entry) => JSON.parse(rules.attemptFor(entry, "k").body);
  assert.deepEqual(body(rules.entryFor(about, change, 0, null, 1)).personal, { chen: "9" });
  const none = { ...change, personal: { chen: "" } };
  assert.equal("personal" in body(rules.entryFor(about, none, 0, null, 1)), false);
});

test("a contestant who is not on the page is taken off the entry, and the sheet stays submitted", () => {
  const entry = {
    marks: { law: "8" },
    personal: { chen: "9", wu: "7" },
    state: "submitted",
    attempt: { key: "k", body: "{}" },
  };
  const fitted = rules.fittedTo(["law"], entry, ["wu"]);
  assert.deepEqual(fitted.personal, { wu: "7" });
  assert.equal(fitted.state, "submitted");
  assert.equal(fitted.attempt, null);
  assert.equal(rules.fittedTo(["law"], entry, ["chen", "wu"]), entry);
});
