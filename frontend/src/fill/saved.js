// What is typed goes to the server as well, where the form says so: then another device can go on with it.
import { freshToken } from "../offline/delivery.js";

const STALE = 400;

async function post(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof Blob) body.delete(name, value);
  body.set("_save", "quietly");
  const address = form.getAttribute("action") || location.href;
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
}

/** When it was kept, or nothing where it was not. */
async function save(form) {
  let answer = await post(form);
  if (answer.status === STALE && form.elements.csrf_token) {
    const token = await freshToken();
    if (!token) return "";
    form.elements.csrf_token.value = token.csrf_token;
    answer = await post(form);
  }
  return answer.ok ? ((await answer.json()).saved_at ?? "") : "";
}

/** Says where what was typed is kept, and keeps it with the server a few seconds after the last change. */
export function saveLater(form, kept) {
  const place = form.querySelector("[data-kept]");
  if (!place) return;
  const say = (words) => {
    if (place.textContent !== words) place.textContent = words;
  };
  const { device, server, unkept } = place.dataset;
  const wait = Number(form.dataset.autosave) * 1000;
  let timer;
  const toServer = async () => {
    timer = 0;
    if (form.dataset.sending || !navigator.onLine) return;
    const at = await save(form).catch(() => "");
    if (!at || form.dataset.sending) return;
    form.dataset.saved = at;
    if (timer) return; // typed on meanwhile: it is said when that is kept too
    kept.save();
    say(server);
  };
  const changed = () => {
    say(device);
    clearTimeout(timer);
    if (wait) timer = setTimeout(toServer, wait);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("formloom:alone", () => say(device));
  form.addEventListener("formloom:unkept", () => setTimeout(() => say(unkept)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !timer) return;
    clearTimeout(timer);
    toServer();
  });
}
