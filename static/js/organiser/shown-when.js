// Shows parts of a form only where a choice asks for them: data-when="kind=paper". Without it all of
// them are there, and the server passes over what does not apply.

export function showWhenChosen() {
  for (const part of document.querySelectorAll("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    const choice = part.closest("form")?.elements[name];
    if (!choice) continue;
    const show = () => {
      part.hidden = choice.value !== value;
    };
    choice.addEventListener("change", show);
    show();
  }
}
