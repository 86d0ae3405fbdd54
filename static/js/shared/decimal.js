// Exact decimals: reading what was typed, its position on a dimension's scale, and totals.
const PLAIN = /^-?[0-9]{1,30}(\.[0-9]{1,30})?$/;
const ZERO = 0n;

function placesOf(decimal) {
  const point = decimal.indexOf(".");
  return point < 0 ? 0 : decimal.length - point - 1;
}

// "9.5" with 2 places is 950n.
function scaled(decimal, places) {
  const [whole, fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

function unscaled(units, places) {
  const sign = units < ZERO ? "-" : "";
  const digits = String(units < ZERO ? -units : units).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return sign + whole + (fraction ? `.${fraction}` : "");
}

// A mark as people read it, however it was typed: "09.50" is 9.5, "17.0" is 17.
export function plainMark(decimal) {
  const [whole, fraction = ""] = decimal.replace(/^-/, "").split(".");
  const digits = fraction.replace(/0+$/, "");
  const number = (whole.replace(/^0+/, "") || "0") + (digits ? `.${digits}` : "");
  return decimal.startsWith("-") && number !== "0" ? `-${number}` : number;
}

// What was typed, in ASCII: full-width forms, the ideographic full stop for a decimal point, the
// minus sign, and a comma between digits for a decimal point. The server reads it the same way.
export const tidy = (text) =>
  text
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .replace(/\u3002/g, ".")
    .replace(/\u2212/g, "-")
    .trim()
    .replace(/^(-?[0-9]+),([0-9]+)$/, "$1.$2");

// A dimension's scale: positions 0 to `count`, each with its mark.
export class Scale {
  constructor({ min, max, step }) {
    this.bounds = { min, max, step };
    this.places = Math.max(placesOf(min), placesOf(max), placesOf(step));
    this.low = scaled(min, this.places);
    this.step = scaled(step, this.places);
    this.count = Number((scaled(max, this.places) - this.low) / this.step);
  }

  markAt(position) {
    const within = BigInt(Math.max(0, Math.min(this.count, position)));
    return unscaled(this.low + within * this.step, this.places);
  }

  // Where − and + begin on an empty field: at `mark` if that is one, otherwise in the middle; at an
  // end only if there is nothing between the ends.
  startAt(mark) {
    const middle = Math.floor(this.count / 2);
    if (!mark || this.problem(mark)) return middle;
    return Math.max(Math.min(1, middle), Math.min(this.count - 1, this.positionOf(mark)));
  }

  // The position of a valid mark, however many zeros it was typed with.
  positionOf(mark) {
    const places = Math.max(this.places, placesOf(mark));
    const above = scaled(mark, places) - scaled(this.bounds.min, places);
    return Number(above / scaled(this.bounds.step, places));
  }

  // "" for a valid mark, otherwise the name of the sentence that says what is wrong.
  problem(mark) {
    if (!PLAIN.test(mark)) return "not_number";
    const places = Math.max(this.places, placesOf(mark));
    const value = scaled(mark, places);
    const low = scaled(this.bounds.min, places);
    if (value < low || value > scaled(this.bounds.max, places)) return "out_of_range";
    return (value - low) % scaled(this.bounds.step, places) === ZERO ? "" : "off_step";
  }
}

// Σ mark × factor over the marks given.
export function total(marks, dimensions) {
  let sum = ZERO;
  let places = 0;
  for (const { key, factor } of dimensions) {
    const mark = marks[key];
    if (!mark) continue;
    const own = placesOf(mark) + placesOf(factor);
    const product = scaled(mark, placesOf(mark)) * scaled(factor, placesOf(factor));
    const both = Math.max(places, own);
    sum = sum * power10(both - places) + product * power10(both - own);
    places = both;
  }
  return unscaled(sum, places);
}

const power10 = (exponent) => BigInt(`1${"0".repeat(exponent)}`);
