// A page that can be printed has a button for it, which needs a script.
export function offerPrinting() {
  const button = document.getElementById("print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
