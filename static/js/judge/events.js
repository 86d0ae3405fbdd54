// Events on the document, by which the parts of a page inform each other:
//   moved         a sheet's phase has changed
//   reachable     {}: the server has answered for the first time, or again
//   sent          {name, status, answer}: the server has answered a call or a message marked as read
//   states        the server's answer to a report: {rounds, sheets, rubric, messages,
//                 conferences}
//   stored        the server has acknowledged a sheet
//   unreachable   {since}: no answer has come since then (milliseconds since 1970)
const PREFIX = "accord:";

export const announce = (name, detail = {}) =>
  document.dispatchEvent(new CustomEvent(PREFIX + name, { detail }));

export const listen = (name, hear) => document.addEventListener(PREFIX + name, hear);
