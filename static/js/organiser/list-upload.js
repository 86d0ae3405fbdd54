// A file may be dropped anywhere on the page, and cells or a file pasted without a click into the
// field first; what was pasted is counted.

export function takeDropsAndPastes(form) {
  if (!form) return;
  const file = form.querySelector("input[type=file]");
  const text = form.querySelector("textarea");
  const counted = form.querySelector("[data-pasted]");

  const take = (files) => {
    if (!files.length) return;
    const chosen = new DataTransfer();
    chosen.items.add(files[0]);
    file.files = chosen.files;
    file.dispatchEvent(new Event("change", { bubbles: true }));
    file.focus();
  };
  const count = () => {
    counted.textContent = sizeText(text.value, counted.dataset.pasted);
  };

  text.addEventListener("input", count);
  count();
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length && !event.clipboardData.types.includes("text/plain")) {
      event.preventDefault();
      take(event.clipboardData.files);
    } else if (!event.target.closest?.("input, textarea, select")) {
      event.preventDefault();
      text.value = event.clipboardData.getData("text/plain");
      count();
      text.focus();
    }
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("is-dropping", name === "dragover");
      if (name === "drop") take(event.dataTransfer.files);
    });
  }
}

// How many rows and columns a pasted text has; "" where it is no table.
export function sizeText(text, template) {
  const rows = text.split("\n").filter((row) => row.trim());
  const columns = Math.max(0, ...rows.map((row) => row.split("\t").length));
  if (columns < 2) return "";
  return template.replace("{rows}", rows.length).replace("{columns}", columns);
}
