// Forms that were sent and have to reach the server: stored first, then sent, so that no dead network, closed tab or cut
// reply loses one, and the idempotency key under which each is stored makes any number of attempts one request.
//
// An item: {key, order, who, url, page, title, at, fields: [[name, text or File]], state, why, code, tries, receipt}
//   who    the person signed in when it was sent; empty by a link. Only as that person it goes out.
//   url    where it goes, page where its form is opened
//   state  "waits" | "needs" (somebody has to look; why says it) | "sent" (receipt: {number, address, tracking})
import { waiting } from "./shelf.js";

const DAY = 86_400_000;
/** The server knows a key again for longer than this, so nothing waits longer by itself. */
const LONGEST_WAIT = 30 * DAY;
const SHOWN_AFTER = 7 * DAY;

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("formloom");

function changed() {
  channel?.postMessage("changed");
  globalThis.dispatchEvent(new Event("formloom:queue"));
}

/** Calls back whenever something in the queue has changed, here or in another tab. */
export function onChange(act) {
  channel?.addEventListener("message", act);
  globalThis.addEventListener("formloom:queue", act);
}

export const find = (key) => waiting.get(key);

/** Everything of `who` and of links, in the order in which it was sent. What went long ago is thrown away. */
export async function list(who) {
  const all = await waiting.all();
  const old = all.filter(({ state, at }) => state === "sent" && at < Date.now() - SHOWN_AFTER);
  await Promise.all(old.map(({ key }) => waiting.drop(key)));
  return all.filter((one) => !old.includes(one) && (!one.who || one.who === who)).sort((a, b) => a.order - b.order);
}

export const pending = async (who) => (await list(who)).filter(({ state }) => state === "waits");

/** Stores what is to be sent, behind everything that waits already. Rejects where the device has no room. */
export async function add(item) {
  const last = Math.max(0, ...(await waiting.all()).map(({ order }) => order));
  await waiting.put(item.key, { ...item, order: Math.max(Date.now(), last + 1), at: Date.now(), state: "waits", tries: 0 });
  changed();
}

async function become(item, more) {
  const next = { ...item, ...more };
  await waiting.put(item.key, next);
  changed();
  return next;
}

/** It has arrived: only the receipt is kept. */
export const arrived = (item, receipt) => become(item, { state: "sent", receipt, at: Date.now(), fields: [], why: "" });

/** Somebody has to look at it. */
export const needs = (item, code, why) => become(item, { state: "needs", code, why });

export const tried = (item) => become(item, { tries: item.tries + 1 });

export const tooOld = ({ at }) => at < Date.now() - LONGEST_WAIT;

export async function drop(key) {
  await waiting.drop(key);
  changed();
}

/** On signing out: what this person has sent, wants to send, or was told by a link. What a link still has to send stays. */
export async function dropAllOf(who) {
  const all = await waiting.all();
  const theirs = all.filter((one) => one.who === who || (!one.who && one.state === "sent"));
  await Promise.all(theirs.map(({ key }) => waiting.drop(key)));
  changed();
}
