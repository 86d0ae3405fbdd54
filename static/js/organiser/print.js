// Shows a page's print button, which needs a script to work.
export function offerPrinting() {
  const button = document.getElementById("print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
