// What parts of a page tell each other, as events on the document:
//   moved         a sheet's phase has changed
//   reachable     {}: the server has answered for the first time, or again
//   unreachable   {since}: nothing has got through since then (milliseconds since 1970)
const PREFIX = "accord:";

export const announce = (name, detail = {}) =>
  document.dispatchEvent(new CustomEvent(PREFIX + name, { detail }));

export const listen = (name, hear) => document.addEventListener(PREFIX + name, hear);
