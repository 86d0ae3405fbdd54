// Names of any length in the room they have: all names of a list in smaller type first, down to the
// page's smallest, one rem. A name that is still too long gives up its middle and keeps its end,
// because long names that begin alike differ at the end.
const NAMES = ".fit";
const SHARES = "ol, ul"; // The names of one list have one size.
const STEP = 0.02; // In rem: all sizes are, so that they stay right while a window is resized.
const LEAST = 1;

function overflows(name) {
  const box = name.closest(".fit-box");
  return (
    name.scrollHeight > name.clientHeight + 2 ||
    name.scrollWidth > name.clientWidth + 1 ||
    (box !== null && box.scrollHeight > box.clientHeight + 1)
  );
}

const isDrawn = (element) => element.getClientRects().length > 0;

function setSize(names, size) {
  for (const name of names) name.style.fontSize = size ? `${size}rem` : "";
}

function shorten(name) {
  const text = [...name.querySelectorAll("bdi")].find(isDrawn) || name;
  const letters = Array.from(text.textContent);
  name.dataset.full = letters.join("");
  const show = (kept) => {
    const head = Math.ceil(kept / 2);
    text.textContent = `${letters.slice(0, head).join("").trimEnd()}…${letters
      .slice(letters.length - (kept - head))
      .join("")
      .trimStart()}`;
  };
  let [low, high] = [2, letters.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    show(middle);
    if (overflows(name)) high = middle - 1;
    else low = middle;
  }
  show(low);
  const [head, tail] = text.textContent.split("…");
  // In a name of several words, only whole ones.
  if (!head.includes(" ") || !tail.includes(" ")) return;
  const words = name.dataset.full.split(" ");
  const first = head.split(" ").length - 1;
  const last = tail.split(" ").length - 1;
  for (let count = first; count > 0; count -= 1) {
    text.textContent = [...words.slice(0, count), "…", ...words.slice(-last)].join(" ");
    if (!overflows(name)) return;
  }
  show(low);
}

function restore(name) {
  if (name.dataset.full === undefined) return;
  const text = [...name.querySelectorAll("bdi")].find(isDrawn) || name;
  text.textContent = name.dataset.full;
  delete name.dataset.full;
}

function fitTogether(names, rem) {
  names.forEach(restore);
  setSize(names, 0);
  const most = Math.max(...names.map((name) => parseFloat(getComputedStyle(name).fontSize))) / rem;
  if (!names.some(overflows)) return;
  setSize(names, LEAST);
  const tooLong = names.filter(overflows);
  if (tooLong.length) {
    tooLong.forEach(shorten);
    return;
  }
  let [low, high] = [LEAST, most];
  while (high - low > STEP) {
    const middle = (low + high) / 2;
    setSize(names, middle);
    if (names.some(overflows)) high = middle;
    else low = middle;
  }
  setSize(names, low);
}

// Fits all names on the page that are drawn now.
export function fitNames() {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const lists = new Map();
  for (const name of document.querySelectorAll(NAMES)) {
    if (!isDrawn(name)) continue;
    const list = name.closest(SHARES) || name;
    lists.set(list, [...(lists.get(list) || []), name]);
  }
  for (const names of lists.values()) fitTogether(names, rem);
}

export function keepNamesFitted() {
  document.addEventListener("htmx:after:swap", fitNames);
  window.addEventListener("resize", fitNames);
  if (document.fonts) document.fonts.ready.then(fitNames);
  fitNames();
}
