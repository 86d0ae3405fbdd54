// Fast typing of a paper sheet: Enter goes on as Tab does, the sums follow every key.
import { checkSum, sumAsWritten } from "../check-sums.js";

function startTyping(form) {
  const cells = [...form.querySelectorAll("[data-cell]")];
  const summed = cells.filter((cell) => cell.matches("[data-summed]"));
  const showSums = () => {
    const typed = summed.map((cell) => cell.value);
    form.querySelector("[data-sum]").textContent = sumAsWritten(typed);
    form.querySelector("[data-digits]").textContent = checkSum(typed);
  };
  form.addEventListener("input", showSums);
  form.addEventListener("keydown", (event) => {
    const at = cells.indexOf(event.target);
    if (at < 0 || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    (cells[at + 1] || form.querySelector("[data-save]")).focus();
  });
  for (const cell of summed) cell.addEventListener("focus", () => cell.select());
  showSums();
  for (const part of form.querySelectorAll("[data-keys], [data-sums]")) part.hidden = false;
  const first = cells.find((cell) => cell.matches("[aria-invalid]")) || cells[0];
  if (first) first.focus();
}

for (const form of document.querySelectorAll("[data-paper]")) startTyping(form);
