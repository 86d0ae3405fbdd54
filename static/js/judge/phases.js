// Where a sheet's marks are on their way to the server.
export const PHASE = Object.freeze({
  IDLE: "idle", // As the server rendered it.
  LOCAL: "local", // Changed, about to be sent.
  SAVING: "saving", // Sent, no answer yet.
  SAVED: "saved", // The receipt is here.
  WAITING: "waiting", // Nothing gets through; it is tried again.
  CONFLICT: "conflict", // Another device wrote meanwhile; the judge chooses.
  REFUSED: "refused", // A mark is not valid.
  KEPT: "kept", // The sheet is closed; the organiser does not have it yet.
  OFFERED: "offered", // It came too late; the organiser decides.
  DECLINED: "declined", // The organiser has not accepted it.
  SIGNED_OUT: "signed_out",
  GONE: "gone", // The match is not this judge's any more.
});

const CLOSED = new Set([PHASE.KEPT, PHASE.OFFERED, PHASE.DECLINED]);
const STUCK = new Set([
  PHASE.CONFLICT,
  PHASE.REFUSED,
  PHASE.KEPT,
  PHASE.OFFERED,
  PHASE.DECLINED,
  PHASE.SIGNED_OUT,
  PHASE.GONE,
]);

// The sheet takes no writes.
export const isClosed = (phase) => CLOSED.has(phase);
// No receipt will come without somebody doing something.
export const isStuck = (phase) => STUCK.has(phase);
