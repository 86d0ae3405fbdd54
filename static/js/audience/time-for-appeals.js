// A published result is provisional until the end of the time for appeals: what holds until then
// gives way by itself to what holds from then on, on pages that may stay open all day.
const EVERY_MS = 1000;

// now: milliseconds since 1970, by the clock that the page goes by.
export function watchTimeForAppeals(now = Date.now) {
  const update = () => {
    const time = now();
    for (const each of document.querySelectorAll("[data-until]")) {
      each.hidden = time >= Date.parse(each.dataset.until);
    }
    for (const each of document.querySelectorAll("[data-from]")) {
      each.hidden = time < Date.parse(each.dataset.from);
    }
  };
  update();
  document.addEventListener("htmx:after:swap", update);
  setInterval(update, EVERY_MS);
}
