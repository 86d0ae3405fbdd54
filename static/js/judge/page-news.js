// What an open page learns from the server's answer to a report: only the comparison.

export const NEWS = Object.freeze({
  GONE: "gone", // The sheet is no longer this judge's.
  CLOSED: "round_closed",
  LOCKED: "locked", // This sheet alone takes no marks.
  REOPENED: "reopened",
  CHANGED: "changed", // Another device or the organiser has changed the sheet.
});

// page: {rubric, round: "stage/round", match, sheets: [{team, version, isOpen, isSettled}]} as the
// page shows them; `isSettled` if it has nothing unsent and waits for no answer. answer: {rounds,
// sheets, rubric}. Returns {isRubricNew, sheets: [{team, kind}]}.
export function newsOf(page, answer) {
  const round = answer.rounds.find((each) => `${each.stage}/${each.round}` === page.round);
  const isRoundClosed = Boolean(round) && round.state === "closed";
  const sheets = page.sheets.map((shown) => {
    const stored = answer.sheets.find(
      (each) => each.match === page.match && each.team === shown.team,
    );
    return { team: shown.team, kind: kindOf(shown, stored, isRoundClosed) };
  });
  return {
    isRubricNew: answer.rubric !== page.rubric,
    sheets: sheets.filter(({ kind }) => kind),
  };
}

function kindOf(shown, stored, isRoundClosed) {
  if (!stored) return NEWS.GONE;
  if (shown.isOpen && !stored.writable) return isRoundClosed ? NEWS.CLOSED : NEWS.LOCKED;
  if (!shown.isOpen && stored.writable) return NEWS.REOPENED;
  return shown.isSettled && stored.version > shown.version ? NEWS.CHANGED : "";
}
