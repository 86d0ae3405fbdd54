// Finds what a cell may name by letters or characters of its names; a cell may name several.
const SEPARATORS = /[、，,;；\n]/;
const MOST = 8;

const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// The part of a text that is being typed: what stands before it, and it itself.
export function lastName(text, isList) {
  if (!isList) return { before: "", typed: text.trim() };
  const found = [...text].map((letter, at) => (SEPARATORS.test(letter) ? at : -1));
  const at = Math.max(-1, ...found);
  const letters = [...text];
  return {
    before: letters.slice(0, at + 1).join("").trim(),
    typed: letters.slice(at + 1).join("").trim(),
  };
}

// choices: lists of which the first text is the name shown, and all are what it is found by.
// Those that begin so come first.
export function namesFor(choices, typed) {
  const wanted = folded(typed);
  if (!wanted) return [];
  const first = [];
  const other = [];
  for (const names of choices) {
    const places = names.map((name) => folded(name).indexOf(wanted)).filter((at) => at >= 0);
    if (places.length) (places.includes(0) ? first : other).push(names[0]);
  }
  return [...new Set([...first, ...other])].slice(0, MOST);
}

// The cell's text once a name was chosen for what was being typed.
export function withName(text, name, isList) {
  const { before } = lastName(text, isList);
  return before ? `${before} ${name}`.replace(/^([\s\S]*[、，；]) /, "$1") : name;
}
