// The browser's own file chooser speaks the browser's language. Where a page gives its texts, a
// button in the page's language and the chosen names take its place; the field itself stays, so
// that keyboards and screen readers use it as before.
export function labelFileChoosers() {
  for (const field of document.querySelectorAll("input[type=file][data-choose]")) {
    const shown = document.createElement("span");
    shown.className = "file-chooser";
    const button = document.createElement("span");
    button.className = "button";
    button.setAttribute("aria-hidden", "true");
    button.textContent = field.dataset.choose;
    const names = document.createElement("span");
    names.setAttribute("aria-hidden", "true");
    shown.append(button, names);
    const show = () => {
      names.textContent = [...field.files].map((file) => file.name).join(", ") || field.dataset.none;
    };
    field.before(shown);
    shown.append(field);
    field.addEventListener("change", show);
    field.form.addEventListener("reset", () => setTimeout(show));
    show();
  }
}
