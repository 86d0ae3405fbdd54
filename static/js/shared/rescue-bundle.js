// A tablet's marks, to be carried without a server: one signed line of text, or QR codes.
//
// The format is described in `competition/document/rescue.py` and `rescue_codes.py`, which read
// what is written here. Everything is done on UTF-8 bytes, so that nothing depends on a browser.
//
// Needs the vendored scripts `sha256` and, for codes, `fflate` by the time a function is called.
const FORMAT = "accord-rescue/1";
const BEFORE = '{"bundle":';
const SEALED = /^\{"bundle":(\{[^]*\}),"hmac":"([0-9a-f]{64})"\}$/;
const PART = /^ACCORD1 ([0-9a-f]{8}) (\d{1,3})\/(\d{1,3}) ([A-Za-z0-9_-]+)$/;
const MAX_BYTES = 256 * 1024;
// 380 characters and their prefix fill a code of 77 by 77 modules (version 15, correction M): five
// pixels a module when the code fills six tenths of the height of a 720-line camera picture.
const PAYLOAD = 380;
const MAX_CODES = 999;

const bytesOf = (text) => new TextEncoder().encode(text);
const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

// JSON with sorted names and no spaces.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

export const digest = (text) => sha256(bytesOf(text));
export const seal = (key, signed) => sha256.hmac(key, bytesOf(signed));

function toBase64(bytes) {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function fromBase64(text) {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

// The line of text: the bundle {competition, judge, made_at, sheets}, signed with the judge's key.
export function writeBundle(bundle, key) {
  const signed = canonical({ format: FORMAT, ...bundle });
  return `${BEFORE}${signed},"hmac":"${seal(key, signed)}"}`;
}

// {wire, id, bundle, isSealedWith(key)} of such a line, or null if the text is not one.
export function readBundle(text) {
  const wire = text.trim();
  const found = text.length <= MAX_BYTES && SEALED.exec(wire);
  if (!found) return null;
  const [, signed, hmac] = found;
  let bundle;
  try {
    bundle = JSON.parse(signed);
  } catch {
    return null;
  }
  if (bundle.format !== FORMAT || !Array.isArray(bundle.sheets)) return null;
  return {
    wire,
    id: digest(wire).slice(0, 8),
    bundle,
    isSealedWith: (key) => Boolean(key) && seal(key, signed) === hmac,
  };
}

// For the fragment of an address: only letters that need no escaping.
export const toFragment = (wire) => toBase64(bytesOf(wire));

export function fromFragment(letters) {
  try {
    return textOf(fromBase64(letters));
  } catch {
    return "";
  }
}

// The texts of the QR codes, in order; none if there would be too many.
export function toCodes(wire) {
  const packed = toBase64(fflate.deflateSync(bytesOf(wire), { level: 9 }));
  const total = Math.ceil(packed.length / PAYLOAD);
  if (total > MAX_CODES) return [];
  const size = Math.ceil(packed.length / total);
  const id = digest(wire).slice(0, 8);
  return Array.from(
    { length: total },
    (_, at) => `ACCORD1 ${id} ${at + 1}/${total} ${packed.slice(at * size, (at + 1) * size)}`,
  );
}

// A code's text in its parts {id, number, total, payload, line}, or null if it is not one of ours.
export function readCode(text) {
  const found = PART.exec(text.trim());
  if (!found) return null;
  const [line, id, number, total, payload] = found;
  const code = { id, number: Number(number), total: Number(total), payload, line };
  return code.number >= 1 && code.number <= code.total ? code : null;
}

// The line of text that a complete set of codes holds, or "" if it is damaged.
export function joinCodes(texts) {
  const codes = texts.map(readCode).filter(Boolean);
  codes.sort((one, other) => one.number - other.number);
  try {
    const packed = fromBase64(codes.map((code) => code.payload).join(""));
    const wire = textOf(fflate.inflateSync(packed, { out: new Uint8Array(MAX_BYTES) }));
    return digest(wire).slice(0, 8) === codes[0].id ? wire : "";
  } catch {
    return "";
  }
}
