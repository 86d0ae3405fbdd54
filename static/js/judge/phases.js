// How far a sheet's marks have come on their way to the server.
export const PHASE = Object.freeze({
  IDLE: "idle", // As the server rendered it.
  LOCAL: "local", // Changed, about to be sent.
  SAVING: "saving", // Sent, no answer yet.
  SAVED: "saved", // The receipt has arrived.
  WAITING: "waiting", // The server cannot be reached; sending is repeated.
  CONFLICT: "conflict", // Another device has written the sheet meanwhile; the judge chooses.
  REFUSED: "refused", // A mark is not valid.
  TOO_LATE: "kept", // The sheet is closed; the organiser has not been offered the marks yet.
  OFFERED: "offered", // The marks were offered to the organiser, who decides.
  DECLINED: "declined", // The organiser has not accepted the marks.
  SIGNED_OUT: "signed_out",
  GONE: "gone", // The match is no longer this judge's.
});

const CLOSED = new Set([PHASE.TOO_LATE, PHASE.OFFERED, PHASE.DECLINED]);
const STUCK = new Set([
  PHASE.CONFLICT,
  PHASE.REFUSED,
  PHASE.TOO_LATE,
  PHASE.OFFERED,
  PHASE.DECLINED,
  PHASE.SIGNED_OUT,
  PHASE.GONE,
]);

const ON_THE_WAY = new Set([PHASE.IDLE, PHASE.LOCAL, PHASE.SAVING]);

// Nothing more happens to the sheet at once.
export const hasEnded = (phase) => !ON_THE_WAY.has(phase);
// The sheet can no longer be written.
export const isClosed = (phase) => CLOSED.has(phase);
// No receipt will come until somebody does something.
export const isStuck = (phase) => STUCK.has(phase);
