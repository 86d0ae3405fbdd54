// Shows parts of a form only where a choice asks for them: data-when="kind=paper"; values that
// will do stand with a bar between. Without it all of them are there, and the server passes over
// what does not apply.

export function showWhenChosen() {
  for (const part of document.querySelectorAll("[data-when]")) {
    const [name, values] = part.dataset.when.split("=");
    const choice = part.closest("form")?.elements[name];
    if (!choice) continue;
    const show = () => {
      part.hidden = !values.split("|").includes(choice.value);
    };
    choice.addEventListener("change", show);
    show();
  }
}
