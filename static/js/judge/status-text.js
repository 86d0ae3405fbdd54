// A state of saving as the page shows it: a sign, a few words, a colour.

// The first line is the most important and is set large; the rest follows below it.
export function showStatusText(place, text) {
  const [first, ...rest] = text.split("\n");
  const headline = document.createElement("b");
  headline.textContent = first;
  place.textContent = "";
  place.append(headline);
  if (rest.length) place.append(`\n${rest.join("\n")}`);
}

// States without a sign of their own share one: they need somebody's attention.
export function showSign(place, state, signs) {
  place.dataset.state = state;
  const sign = signs[state] || signs.unknown;
  place.querySelector("[data-sign]").setAttribute("href", `#sign-${sign}`);
}
