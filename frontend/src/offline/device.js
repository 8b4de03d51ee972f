// What this device does besides the page: it keeps pages, counts what waits, sends it when the network is back, and forgets.
import { deliver } from "./delivery.js";
import * as queue from "./queue.js";
import { files } from "./shelf.js";

const AGAIN = 30_000;
const SOON = 50;
const WHO = "formloom:who";
const LANGUAGE = "formloom:language";

const attempt = (act) => {
  try {
    return act();
  } catch {
    return null; // private windows refuse; a form must work there too
  }
};
const swallow = (promise) => promise.catch(() => {});

/** Who is signed in on this page; on the page of a link nobody. */
export const whoHere = () => document.body.dataset.who ?? "";

/** Who was signed in on this device last. */
export const whoLast = () => attempt(() => localStorage.getItem(WHO)) ?? "";

function tell(message) {
  navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(message)).catch(() => {});
}

/** What was typed, kept and sent by whoever was here: gone from this device. What a link still has to send stays. */
export async function forget() {
  const who = whoLast();
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith("formloom:")).forEach((key) => localStorage.removeItem(key)));
  attempt(() => sessionStorage.clear());
  tell({ forget: true });
  await Promise.allSettled([files.clear(), queue.dropAllOf(who), globalThis.caches?.delete("formloom-pages")]);
}

/** Before somebody else uses this device, the first one's words are gone from it, though not what they had sent. */
function recognize() {
  const who = whoHere();
  if (!who || who === whoLast()) return;
  if (whoLast()) {
    attempt(() => Object.keys(localStorage).filter((key) => key.startsWith("formloom:")).forEach((key) => localStorage.removeItem(key)));
    swallow(files.clear());
    tell({ forget: true });
  }
  attempt(() => localStorage.setItem(WHO, who));
}

/** Signing out asks first where something has not gone out yet, and leaves once everything is forgotten. */
async function leave(event) {
  const form = event.target.closest?.('form[action$="/signout"]');
  if (!form || form.dataset.forgotten) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const unsent = await queue.list(whoLast()).then((all) => all.filter((one) => one.who && one.state !== "sent"), () => []);
  if (unsent.length && !globalThis.confirm(document.body.dataset.unsent.replace("{n}", unsent.length))) return;
  await Promise.race([forget(), new Promise((resolve) => setTimeout(resolve, 1500))]);
  form.dataset.forgotten = "yes";
  form.requestSubmit(event.submitter); // the button says where to: here, or on all devices
}

async function count() {
  const badge = document.querySelector("[data-waits-badge]");
  if (!badge) return;
  const unsent = (await queue.list(whoLast())).filter(({ state }) => state !== "sent");
  badge.hidden = !unsent.length;
  badge.querySelector("[data-count-waits]").textContent = unsent.length;
}

/** Sends what waits, now and until nothing does; with `patient` also after a try that is under way just now. */
export async function send(patient = false) {
  if (!(await queue.pending(whoLast())).length) return "";
  return deliver({ who: whoLast(), patient });
}

/** Asks the browser not to throw away what waits, and to wake the service worker when the network is back. */
export async function holdOn() {
  swallow(Promise.resolve(navigator.storage?.persist?.()));
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("send").catch(() => {});
}

async function register() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/sw.js");
  tell({ keep: location.href });
  const language = document.documentElement.lang;
  if (attempt(() => localStorage.getItem(LANGUAGE)) === language) return;
  tell({ language });
  attempt(() => localStorage.setItem(LANGUAGE, language));
}

export function start() {
  recognize();
  addEventListener("submit", leave, { capture: true });
  const counted = () => swallow(count());
  const sent = () => swallow(send());
  const begin = () => [counted, sent, () => swallow(register())].forEach((act) => act());
  queue.onChange(counted);
  // A try that has begun without a network may only find out now that there was none.
  addEventListener("online", () => swallow(send(true)));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sent());
  setInterval(sent, AGAIN);
  // After the page is there, and drawn: none of this may take the line or the time from it.
  if (document.readyState === "complete") begin();
  else addEventListener("load", () => setTimeout(begin, SOON));
}
