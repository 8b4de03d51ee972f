// The queue goes out: one after another, in order, by one tab or the service worker at a time.
import * as queue from "./queue.js";

const PATIENCE = 120_000;
const QUICK = 10_000;
const MOST_TRIES = 8;
const CREATED = 201;
const SIGNED_OUT = 401;
const BUSY = new Set([400, 408, 425, 429]);
/** Taken for a machine's, or too many at once: taken when sent again a little later. */
const LATER = new Set(["page.haste", "link.pressed"]);

/** `fetch`, given up after so many milliseconds; null where there was no answer. */
async function ask(url, options, patience) {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), patience);
  try {
    const answer = await fetch(url, { ...options, credentials: "same-origin", signal: given.signal });
    // Whatever stands between us and the server (a hotel's sign-in page) answers, but not in JSON.
    const isOurs = /\bjson\b/.test(answer.headers.get("content-type") ?? "");
    return isOurs ? { status: answer.status, body: await answer.json() } : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** `{csrf_token, who}` of this moment, or null without a network. */
export async function freshToken() {
  const answer = await ask("/token", { cache: "no-store" }, QUICK);
  return answer?.status === 200 ? answer.body : null;
}

function filled({ fields }, token) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  body.set("csrf_token", token);
  return body;
}

const words = ({ detail = "", problems = [] }) => problems.map(({ message }) => message).join(" ") || detail;

/** "sent", "needs", "signin", or why the queue stops here: "offline", "busy". */
async function post(item, token) {
  if (queue.tooOld(item)) return (await queue.needs(item, "old", "")).state;
  const options = { method: "POST", body: filled(item, token), headers: { Accept: "application/json" } };
  const answer = await ask(item.url, options, PATIENCE);
  if (!answer) return "offline";
  const { status, body } = answer;
  if (status === CREATED) return (await queue.arrived(item, body)).state;
  if (status === SIGNED_OUT) return "signin";
  if (status >= 500 || BUSY.has(status) || LATER.has(body.code)) {
    const { tries } = await queue.tried(item);
    if (tries < MOST_TRIES) return "busy";
  }
  return (await queue.needs(item, body.code || String(status), words(body))).state;
}

async function sendAll(who) {
  const told = await freshToken();
  if (!told) return "offline";
  const passed = new Set();
  let end = "";
  for (;;) {
    const item = (await queue.pending(who ?? told.who)).find(({ key }) => !passed.has(key));
    if (!item) return end;
    passed.add(item.key);
    const said = item.who && item.who !== told.who ? "signin" : await post(item, told.csrf_token);
    if (said === "offline" || said === "busy") return said;
    if (said === "signin") end = said;
  }
}

/**
 * Sends what waits. Gives "" when all of it is settled, else what it waits for: "offline", "busy" or "signin".
 * With `patient` it waits for whoever is sending just now, else that one does the work ("sending").
 */
export async function deliver({ who, patient = false } = {}) {
  if (!navigator.locks) return sendAll(who);
  return navigator.locks.request("formloom-send", { ifAvailable: !patient }, (lock) => (lock ? sendAll(who) : "sending"));
}
