// Keeps the rubric's highest possible total in view while its numbers are typed.

const DIGITS = 1e6;
const plain = (text) => Number(text.normalize("NFKC").replace(",", ".").trim() || "0");

// The sum of maximum times factor, without the noise of binary fractions.
export function highestTotal(rows) {
  const sum = rows.reduce((total, { max, factor }) => total + plain(max) * plain(factor), 0);
  return Number.isFinite(sum) ? String(Math.round(sum * DIGITS) / DIGITS) : "–";
}

export function watchRubricSum() {
  const table = document.querySelector("[data-maxima]");
  if (!table) return;
  const values = (name) => [...table.querySelectorAll(`input[name$="-${name}"]`)];
  table.addEventListener("input", () => {
    const factors = values("factor");
    const rows = values("max").map((max, at) => ({ max: max.value, factor: factors[at].value }));
    for (const output of document.querySelectorAll("[data-sum]")) {
      output.textContent = highestTotal(rows);
    }
  });
}
