// Progress has a table for each match. In tables that stand beside each other the rows are level,
// however many lines a team's name needs.
export function levelHeads() {
  const level = () => {
    const rows = new Map();
    for (const head of document.querySelectorAll(".progress-table thead th:first-child")) {
      head.style.height = "";
      const top = head.closest("table").offsetTop;
      rows.set(top, [...(rows.get(top) || []), head]);
    }
    for (const heads of rows.values()) {
      const tallest = Math.max(...heads.map((head) => head.offsetHeight));
      for (const head of heads) head.style.height = `${tallest}px`;
    }
  };
  level();
  window.addEventListener("resize", level);
  document.addEventListener("htmx:after:swap", level);
}
