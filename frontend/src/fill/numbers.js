// Numbers as people write them, by the same rule as schemas/fields/parts/amounts.py: 1,200.50 · 1 200.50 · １２００
const NUMBER = /^[-+]?(?:(?:[0-9]+|[0-9]{1,3}([, '])[0-9]{3}(?:\1[0-9]{3})*)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?$/;

/** A number that a browser can keep, or null where the text is none. */
export function numberOf(text) {
  const plain = text.normalize("NFKC").trim().replace("\u2212", "-");
  if (!NUMBER.test(plain)) return null;
  const number = Number(plain.replace(/[, ']/g, ""));
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : null;
}

/** As `numberOf`, past the signs that stand around money and percentages; which of them fit is for the server to say. */
export const amountOf = (text) => numberOf(text.normalize("NFKC").replace(/^[^0-9+\u2212.-]+|[^0-9.]+$/g, ""));
