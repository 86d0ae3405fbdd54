// What the reader has unfolded stays so when htmx updates the page.
export function keepOpenParts() {
  const configure = () => htmx.config.morphIgnore.push("open");
  document.addEventListener("htmx:before:request", configure, { once: true });
}
