// SHA-256 (FIPS 180-4) in plain JavaScript: crypto.subtle is missing on pages served without https.
const MASK = 0xffffffffn;

// The first 32 bits of the fractions of a root of the first primes, found exactly.
const primes = (count) => {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime)) found.push(number);
  }
  return found;
};

const rootBits = (prime, degree) => {
  // The largest whole number whose power of that degree is at most prime · 2^(32·degree).
  const target = BigInt(prime) << (32n * BigInt(degree));
  let [low, high] = [0n, BigInt(prime) << 32n];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** BigInt(degree) <= target) low = middle;
    else high = middle - 1n;
  }
  return Number(low & MASK);
};

const START = primes(8).map((prime) => rootBits(prime, 2));
const CONSTANTS = primes(64).map((prime) => rootBits(prime, 3));

const turn = (word, by) => (word >>> by) | (word << (32 - by));

const padded = (bytes) => {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const whole = new Uint8Array(length);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(length - 4, (bytes.length * 8) >>> 0);
  return view;
};

const mixBlock = (state, view, offset) => {
  const words = new Int32Array(64);
  for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(offset + 4 * at);
  for (let at = 16; at < 64; at += 1) {
    const [early, late] = [words[at - 15], words[at - 2]];
    const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[at] = words[at - 16] + first + words[at - 7] + second;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at += 1) {
    const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + mixed + ((e & f) ^ (~e & g)) + CONSTANTS[at] + words[at]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]) | 0);
};

// The digest of a text's UTF-8, in hex.
export const sha256 = (text) => {
  const view = padded(new TextEncoder().encode(text));
  let state = START.map((word) => word | 0);
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    state = mixBlock(state, view, offset);
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
};
