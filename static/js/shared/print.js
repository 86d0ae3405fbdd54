// Shows a page's print button, which needs a script to work, and unfolds what belongs on paper.
export function offerPrinting() {
  window.addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details[data-print]")) folded.open = true;
  });
  const button = document.getElementById("print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
