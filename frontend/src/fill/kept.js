// Nothing typed is lost: the browser keeps every change until the form has arrived. Words lie in localStorage, which is
// written at once; files in IndexedDB.
import { find } from "../offline/queue.js";
import { files as shelf } from "../offline/shelf.js";
import { chosen, keepable, restore, restoreFiles, typed, uploaded } from "./restored.js";

const PREFIX = "formloom:";
const SENT = `${PREFIX}sent`;
const WENT = `${PREFIX}went:`;
const DAYS = 30;
const DAY = 86_400_000;

// Private windows and full disks refuse; a form must work there too.
const attempt = (act) => {
  try {
    return act();
  } catch {
    return null;
  }
};

const nameOf = (form) => PREFIX + (form.dataset.keep || location.pathname);

/** An idempotency key of our own: it lives and dies with what was typed, so that one filling is one request. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(18))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function offerAfresh(form, afresh, words = "") {
  const notice = document.querySelector("[data-restored]");
  if (!notice) return;
  notice.hidden = false;
  if (words) notice.querySelector("p").textContent = words;
  notice.querySelector("[data-afresh]")?.addEventListener("click", afresh);
}

/** Which form went from here, where somebody has come back to it from its receipt. */
function goneFrom(form) {
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.type === "back_forward" ? attempt(() => JSON.parse(sessionStorage.getItem(WENT + nameOf(form)))) : null;
}

class Kept {
  constructor(form) {
    this.form = form;
    this.name = nameOf(form);
    this.then = attempt(() => JSON.parse(localStorage.getItem(this.name)));
    if (this.then && Date.now() - this.then.at > DAYS * DAY) this.then = null;
  }

  get key() {
    return this.form.elements._key?.value ?? "";
  }

  set key(key) {
    if (this.form.elements._key) this.form.elements._key.value = key;
  }

  /** What this device has is as new as what the server showed: the same device saved that, or typed later. */
  get newer() {
    const { saved = "" } = this.form.dataset;
    return this.then && (!saved || this.then.base === saved || this.then.at > Date.parse(saved));
  }

  open() {
    const { form } = this;
    const again = /^#waiting=(\w+)$/.exec(location.hash);
    const answered = document.querySelector(".errors-summary") !== null; // the server shows what was just posted
    if (again) this.take(again[1]);
    else if (!answered) {
      if (this.newer) this.key = this.then.key || this.key;
      else if (!form.dataset.saved) this.key = newKey();
      this.bringBack();
      const gone = goneFrom(form);
      if (gone) this.sameAgain(gone);
    }
    for (const type of ["input", "change"]) form.addEventListener(type, (event) => this.save(event));
    if (form.dataset.saved && !answered) this.save();
  }

  /** Back from the receipt, the form is the one that went: sent again as it was it is no second request, nor a word said twice. */
  sameAgain({ key, pairs }) {
    const look = () => {
      if (JSON.stringify(typed(this.form)) !== pairs) return;
      if (this.form.elements._key) this.key = key;
      else if (!this.then) this.form.reset();
    };
    // By then the browser has put back what was typed, and the rules have seen it.
    if (document.readyState === "complete") look();
    else addEventListener("pageshow", look, { once: true });
  }

  bringBack() {
    if (!this.newer) return;
    const isNews = JSON.stringify(this.then.pairs) !== JSON.stringify(keepable(this.form));
    if (isNews) restore(this.form, this.then.pairs, this.then.had);
    if (isNews) offerAfresh(this.form, () => this.afresh());
    this.bringFiles(() => isNews || offerAfresh(this.form, () => this.afresh()));
  }

  async bringFiles(found) {
    const lists = await shelf.get(this.name).catch(() => null);
    if (!lists?.length) return;
    restoreFiles(this.form, lists);
    found();
  }

  /** A form that was sent and has to be looked at again, with everything that was in it. */
  async take(key) {
    const item = await find(key).catch(() => null);
    if (!item || item.state === "sent") return;
    const isReused = item.code === "idempotency.reused" || item.code === "old";
    this.key = isReused ? newKey() : item.key;
    this.form.dataset.again = item.key;
    restore(this.form, item.fields.filter(([name, value]) => typeof value === "string" && !name.startsWith("_")));
    const blobs = item.fields.filter(([, value]) => value instanceof Blob);
    const names = new Set(blobs.map(([name]) => name));
    restoreFiles(this.form, [...names].map((name) => [name, blobs.filter(([one]) => one === name).map(([, file]) => file)]));
    offerAfresh(this.form, () => this.afresh(), item.why);
    this.form.dispatchEvent(new Event("input"));
  }

  /** Writes what stands in the form, at once; files only when they have changed. */
  save(event) {
    const { form } = this;
    if (form.dataset.sending) return;
    const now = { at: Date.now(), key: this.key, base: form.dataset.saved ?? "", pairs: keepable(form), had: uploaded(form) };
    try {
      localStorage.setItem(this.name, JSON.stringify(now));
    } catch {
      form.dispatchEvent(new Event("formloom:unkept"));
    }
    if (event?.target?.type === "file" || event?.type === "change") this.saveFiles();
  }

  async saveFiles() {
    const lists = chosen(this.form);
    try {
      if (lists.length) await shelf.put(this.name, lists);
      else await shelf.drop(this.name);
    } catch {
      this.form.dispatchEvent(new Event("formloom:unkept"));
    }
  }

  afresh() {
    this.forget();
    const { autosave } = this.form.dataset;
    const address = new URL(location.href);
    address.hash = "";
    if (autosave) address.searchParams.set("blank", "1");
    if (address.href === location.href) location.reload();
    else location.replace(address);
  }

  /** It has arrived, or waits in the queue: under whatever address it was kept. */
  forget() {
    const { key } = this;
    attempt(() => {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        const isIt = name === this.name || (key && attempt(() => JSON.parse(localStorage.getItem(name)).key) === key);
        if (isIt) localStorage.removeItem(name);
        if (isIt) shelf.drop(name).catch(() => {});
      }
    });
    this.went();
  }

  went() {
    const went = JSON.stringify({ key: this.key, pairs: JSON.stringify(typed(this.form)) });
    attempt(() => sessionStorage.setItem(WENT + this.name, went));
  }

  /** Remembers which form has just gone, for its receipt. */
  sent() {
    attempt(() => sessionStorage.setItem(SENT, this.name));
    this.went();
  }
}

/** Brings back what was typed on an earlier visit, and keeps what is typed from now on. */
export function keep(form) {
  const kept = new Kept(form);
  kept.open();
  return kept;
}

/** On the receipt: what was kept has arrived. */
export function received() {
  attempt(() => {
    const key = sessionStorage.getItem(SENT);
    if (key) localStorage.removeItem(key);
    if (key) shelf.drop(key).catch(() => {});
    sessionStorage.removeItem(SENT);
  });
}
