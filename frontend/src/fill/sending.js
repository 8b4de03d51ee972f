// A form goes once. Where it may wait for a network it is stored first and then sent; its idempotency key makes any repeat
// harmless. The button keeps its words and shows that it works.
import { deliver, freshToken } from "../offline/delivery.js";
import { holdOn, whoHere } from "../offline/device.js";
import * as queue from "../offline/queue.js";
import { newKey } from "./kept.js";

const PATIENCE = 15_000;
const PATIENCE_WITH_FILES = 60_000;

const isFile = (value) => value instanceof Blob;
const isNothing = (value) => isFile(value) && !value.size && !value.name;

/** Everything that the form would post. */
const contents = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && !isNothing(value));

const after = (time) => new Promise((resolve) => setTimeout(resolve, time));

function rest(form) {
  delete form.dataset.sending;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

/** As without us, but with a token of this moment: the page may have lain here for days. */
async function goByItself(form, button) {
  const token = form.elements.csrf_token && (await Promise.race([freshToken(), after(5000)]));
  if (token) form.elements.csrf_token.value = token.csrf_token;
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.submit();
}

function itemOf(form) {
  return {
    key: form.elements._key.value,
    who: whoHere(),
    url: addressOf(form),
    page: location.pathname + location.search,
    title: form.dataset.queue,
    fields: contents(form),
  };
}

/** Where the form goes, with what the address asks besides (for a client, prefilled); "blank" is the page's own. */
function addressOf(form) {
  const address = new URL(form.getAttribute("action") || location.href, location.href);
  if (address.searchParams.has("blank")) address.searchParams.delete("blank");
  return address.pathname + address.search;
}

/** The receipt of what has no network yet. */
function waits(form, kept, key) {
  kept.forget();
  const receipt = document.querySelector("[data-waits]");
  const before = [...receipt.parentElement.children].filter((part) => part !== receipt && !part.hidden);
  const turn = (sent) => {
    for (const part of before) part.hidden = sent;
    receipt.hidden = !sent;
  };
  turn(true);
  receipt.focus();
  scrollTo(0, 0);
  receipt.querySelector("[data-another]").addEventListener("click", () => another(form, () => turn(false)), { once: true });
  holdOn().catch(() => {});
  queue.onChange(async () => {
    const item = await queue.find(key);
    if (item?.state === "sent") location.assign(item.receipt.address);
  });
}

/** The form afresh: from the copy that is kept, or where the browser keeps none the same one emptied. */
function another(form, show) {
  if (navigator.serviceWorker?.controller) {
    location.replace(location.pathname + location.search);
    return;
  }
  form.reset();
  form.elements._key.value = newKey();
  form.dispatchEvent(new Event("change"));
  show();
}

async function send(form, kept, button) {
  const item = itemOf(form);
  try {
    await queue.add(item);
  } catch {
    await goByItself(form, button);
    return;
  }
  if (form.dataset.again && form.dataset.again !== item.key) await queue.drop(form.dataset.again);
  const patience = item.fields.some(([, value]) => isFile(value)) ? PATIENCE_WITH_FILES : PATIENCE;
  if (navigator.onLine) await Promise.race([deliver({ who: item.who, patient: true }), after(patience)]);
  const now = await queue.find(item.key);
  if (now.state === "sent") {
    kept.forget();
    location.assign(now.receipt.address);
  } else if (now.state === "needs") {
    await queue.drop(item.key);
    await goByItself(form, button); // the server says beside each question what is wrong
  } else {
    rest(form);
    waits(form, kept, item.key);
  }
}

/** Sends `form` only when `check` says so, and never twice; `kept` holds what was typed until then. */
export function guard(form, check, kept) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    const asIs = button?.formNoValidate || button?.hasAttribute("data-unchecked");
    if (form.dataset.sending || (!asIs && !check())) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (button?.hasAttribute("data-save") && !navigator.onLine) {
      event.preventDefault();
      form.dispatchEvent(new Event("formloom:alone"));
      return;
    }
    form.dataset.sending = "yes";
    button?.setAttribute("aria-busy", "true");
    if (!("queue" in form.dataset)) {
      kept.sent();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asIs) goByItself(form, button);
    else send(form, kept, button);
  });
  // Back from the receipt by the browser's own memory: the form may go again.
  addEventListener("pageshow", () => rest(form));
}
