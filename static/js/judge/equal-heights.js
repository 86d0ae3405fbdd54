// Gives the headings of columns that stand beside each other the same height, so that a long team
// name does not push one column's rows below the other's.
export function keepHeightsEqual(selector) {
  const headings = [...document.querySelectorAll(selector)];
  const level = () => {
    for (const heading of headings) heading.style.minHeight = "";
    if (headings.length < 2 || headings[0].offsetLeft === headings[1].offsetLeft) return;
    const tallest = Math.max(...headings.map((heading) => heading.offsetHeight));
    for (const heading of headings) heading.style.minHeight = `${tallest}px`;
  };
  level();
  window.addEventListener("resize", level);
}
