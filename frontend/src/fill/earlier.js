// How often something was answered before, for the rules that ask it. Without a network nobody knows, and rules read null.
import { answers } from "./values.js";

const PATIENCE = 300; // milliseconds after the last letter

const asText = (value) => (typeof value === "object" && value !== null ? (value.id ?? JSON.stringify(value)) : String(value));

/**
 * Watches the fields of `counts` (`{place, fields, case}`, as the page says) and writes into `around` under "@earlier";
 * `known` is called whenever something new is known.
 */
export function earlier(form, { place, fields, case: own }, around, known) {
  const found = (around["@earlier"] = {});
  const asked = {};

  const ask = async (field, value) => {
    const query = new URLSearchParams({ value: asText(value), ...(own ? { case: own } : {}) });
    const reply = await fetch(`${place}/${encodeURIComponent(field)}?${query}`).catch(() => null);
    const { count } = reply?.ok ? await reply.json() : {};
    if (asked[field] !== JSON.stringify(value)) return; // something else stands there by now
    if (count === undefined) delete asked[field];
    else found[field] = count;
    known();
  };

  const look = () => {
    const now = answers(form);
    for (const field of fields) {
      const value = now[field] ?? null;
      if (asked[field] === JSON.stringify(value)) continue;
      asked[field] = JSON.stringify(value);
      delete found[field];
      if (value !== null) ask(field, value);
    }
  };

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PATIENCE);
  });
  look();
}
