// The service worker: keeps what pages are made of, and the blank forms that were opened; sends what waits, when told.
// The server puts `self.formloom = {files, waiting}` before it.
import { deliver } from "./offline/delivery.js";

const STATIC = "formloom-static";
const PAGES = "formloom-pages";
const FORM = /^\/(f|r|new)\/[^/]+$/;
const PATIENCE = 4000;
const MOST_PAGES = 40;
const OLD = 30 * 86_400_000;
const { files, waiting } = self.formloom;

async function keepFiles(wanted) {
  const cache = await caches.open(STATIC);
  const there = await Promise.all(wanted.map((file) => cache.match(file)));
  await Promise.allSettled(wanted.filter((_, number) => !there[number]).map((file) => cache.add(file)));
}

/** The page goes into the cache, after the files that it is made of. */
async function keepPage(url, page) {
  const used = (await page.clone().text()).match(/\/static\/[\w.-]+/g) ?? [];
  await keepFiles([...new Set(used)]);
  const cache = await caches.open(PAGES);
  await cache.put(url, page);
  return cache;
}

/** The page of what waits, in the language of the moment. */
async function keepWaiting() {
  const page = await fetch(`${waiting}?kept`, { cache: "no-store" });
  if (page.ok) await keepPage(waiting, page);
}

/** Files of earlier builds go once no page that is kept can want them any more. */
async function dropOldFiles() {
  const cache = await caches.open(STATIC);
  for (const request of await cache.keys()) {
    if (files.includes(new URL(request.url).pathname)) continue;
    const kept = await cache.match(request);
    if (Date.now() - Date.parse(kept.headers.get("date") ?? 0) > OLD) await cache.delete(request);
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(Promise.allSettled([keepFiles(files), keepWaiting()]));
});

self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOldFiles()])));

/** Keeps a form as it is blank: what the server says of the page decides, never its address. */
async function keepForm(url, page) {
  let blank = page;
  if (page.headers.get("formloom-keep") === "blank") {
    const address = new URL(url);
    address.searchParams.set("blank", "1");
    blank = await fetch(address, { cache: "no-store" });
  }
  if (!blank.ok || blank.redirected || blank.headers.get("formloom-keep") !== "form") return;
  const cache = await keepPage(url, blank);
  const kept = await cache.keys();
  for (const request of kept.slice(0, Math.max(0, kept.length - MOST_PAGES))) {
    if (new URL(request.url).pathname !== waiting) await cache.delete(request);
  }
}

/** An address under which a page is kept: the same whether or not it is a receipt or a part of it that is looked at. */
function plain(url) {
  const address = new URL(url);
  address.hash = "";
  for (const name of ["new", "blank"]) address.searchParams.delete(name);
  return address.href;
}

/** A public form is the same whatever the address asks besides. */
async function keptForm(url) {
  const { pathname } = new URL(url);
  return (await caches.open(PAGES)).match(url, { ignoreVary: true, ignoreSearch: pathname.startsWith("/f/") });
}

const keptWaiting = async () => (await caches.open(PAGES)).match(waiting, { ignoreVary: true });

const later = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** From the network; where that is slow or gone the form that was kept, and where there is none what waits. */
async function form(event) {
  const url = plain(event.request.url);
  const fresh = fetch(event.request).then((page) => {
    if (page.ok && !page.redirected) event.waitUntil(keepForm(url, page.clone()).catch(() => {}));
    return page;
  });
  const arrived = fresh.catch(() => null);
  event.waitUntil(arrived);
  const kept = await keptForm(url);
  const soon = await (kept ? Promise.race([arrived, later(PATIENCE)]) : arrived);
  return soon ?? kept ?? (await keptWaiting()) ?? fresh;
}

async function page(event) {
  try {
    return await fetch(event.request);
  } catch (gone) {
    const kept = await keptWaiting();
    if (kept) return kept;
    throw gone;
  }
}

async function file(request) {
  const cache = await caches.open(STATIC);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone()).catch(() => {});
  return fresh;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(FORM.test(pathname) ? form(event) : page(event));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "send") event.waitUntil(deliver({ patient: true }).then((end) => end === "offline" && Promise.reject(end)));
});

/** A page tells us: that it is open (the first of a visit comes before us), that the language changed, to forget. */
self.addEventListener("message", (event) => {
  const { keep, language, forget } = event.data;
  if (keep && FORM.test(new URL(keep).pathname)) {
    const url = plain(keep);
    const fetched = async () => (await keptForm(url)) ?? keepForm(url, await fetch(url, { cache: "no-store" }));
    event.waitUntil(fetched().catch(() => {}));
  }
  if (language) event.waitUntil(keepWaiting().catch(() => {}));
  if (forget) event.waitUntil(caches.delete(PAGES).then(keepWaiting).catch(() => {}));
});
