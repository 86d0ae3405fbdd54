// Exact rational numbers: [numerator, denominator], whole numbers of any size, denominator above 0.
const divisor = (a, b) => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y) [x, y] = [y, x % y];
  return x;
};

export const ratio = (numerator, denominator = 1n) => {
  const shared = divisor(numerator, denominator);
  return [numerator / shared, denominator / shared];
};

export const ZERO = ratio(0n);
export const ONE = ratio(1n);

const DECIMAL = /^(-?)([0-9]{1,60})(?:\.([0-9]{1,60}))?$/;

// A plain decimal such as "18.5"; anything else is an error.
export const parseDecimal = (text) => {
  const found = DECIMAL.exec(text);
  if (!found) throw new TypeError(`no decimal: ${text}`);
  const [, sign, whole, part = ""] = found;
  const units = BigInt(whole + part);
  return ratio(sign ? -units : units, 10n ** BigInt(part.length));
};

export const add = (a, b) => ratio(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
export const minus = (a, b) => add(a, [-b[0], b[1]]);
export const times = (a, b) => ratio(a[0] * b[0], a[1] * b[1]);
export const over = (a, b) =>
  b[0] < 0n ? over([-a[0], a[1]], [-b[0], b[1]]) : ratio(a[0] * b[1], a[1] * b[0]);
export const compare = (a, b) => {
  const difference = a[0] * b[1] - b[0] * a[1];
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const isEqual = (a, b) => compare(a, b) === 0;
export const sumOf = (values) => values.reduce(add, ZERO);
export const meanOf = (values) => over(sumOf(values), ratio(BigInt(values.length)));

// The value in whole units of the last decimal, halves away from zero or to the even neighbour.
const unitsOf = ([numerator, denominator], decimals, rounding) => {
  const scaled = (numerator < 0n ? -numerator : numerator) * 10n ** BigInt(decimals);
  const below = scaled / denominator;
  const twice = 2n * (scaled % denominator);
  const isUp =
    twice > denominator || (twice === denominator && (rounding === "half_up" || below % 2n === 1n));
  const units = below + (isUp ? 1n : 0n);
  return numerator < 0n ? -units : units;
};

export const roundTo = (value, decimals, rounding) =>
  ratio(unitsOf(value, decimals, rounding), 10n ** BigInt(decimals));

// With exactly so many digits after the point; zero has no sign.
export const printTo = (value, decimals, rounding) => {
  const units = unitsOf(value, decimals, rounding);
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  const sign = units < 0n ? "-" : "";
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

// A sum of decimals as one, without trailing zeros.
export const printPlain = (value) => {
  let decimals = 0;
  while ((value[0] * 10n ** BigInt(decimals)) % value[1] !== 0n) decimals += 1;
  return printTo(value, decimals, "half_up");
};
