// SHA-256 of a short text, at once: the browser's own only answers later, and not at all without https.
const fraction = (number, root) => ((number ** (1 / root) % 1) * 2 ** 32) | 0;

const PRIMES = [];
for (let number = 2; PRIMES.length < 64; number++) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);

const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2));
const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(prime, 3));
const schedule = new Int32Array(64);

const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** The text's bytes, a one, zeros, and the length in bits, as big-endian words of whole blocks. */
function padded(text) {
  const bytes = new TextEncoder().encode(text);
  const words = new Int32Array((((bytes.length + 8) >> 6) + 1) << 4);
  for (let at = 0; at < bytes.length; at++) words[at >> 2] |= bytes[at] << (24 - (at & 3) * 8);
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length & 3) * 8);
  words[words.length - 1] = bytes.length * 8;
  return words;
}

function expand(words, from) {
  for (let at = 0; at < 16; at++) schedule[at] = words[from + at];
  for (let at = 16; at < 64; at++) {
    const [early, late] = [schedule[at - 15], schedule[at - 2]];
    const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const large = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[at] = (schedule[at - 16] + small + schedule[at - 7] + large) | 0;
  }
}

function block(hash) {
  let [a, b, c, d, e, f, g, h] = hash;
  for (let at = 0; at < 64; at++) {
    const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[at] + schedule[at];
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + hash[at]) | 0);
}

/** Eight words of 32 bits. */
export function sha256(text) {
  const words = padded(text);
  let hash = START;
  for (let from = 0; from < words.length; from += 16) {
    expand(words, from);
    hash = block(hash);
  }
  return hash;
}
