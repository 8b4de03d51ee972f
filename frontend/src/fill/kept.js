// Nothing typed is lost: the browser keeps it until the receipt is seen.
import { makeRoom } from "./rows.js";

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

/** Names that begin with "_" and the CSRF token are the page's own, not the person's. */
const typed = (form) =>
  [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !name.startsWith("_") && name !== "csrf_token",
  );

function choose(list, wanted) {
  for (const option of list.options) option.selected = wanted(option);
}

function put(form, [name, value]) {
  const controls = [...form.elements].filter((one) => one.name === name && one.type !== "hidden" && one.type !== "file");
  for (const control of controls) {
    if (control.type === "checkbox" || control.type === "radio") control.checked ||= control.value === value;
    else if (control.type === "select-multiple") choose(control, (option) => option.selected || option.value === value);
    else control.value = value;
  }
}

function clear(form) {
  for (const control of form.elements) {
    if (control.name.startsWith("_")) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = false;
    else if (control.type === "select-multiple") choose(control, () => false);
  }
}

function restore(form, pairs) {
  for (const [name] of pairs) {
    const [, key, index] = /^([^/]+)\/(\d+)\//.exec(name) ?? [];
    if (key) makeRoom(form, key, Number(index) + 1);
  }
  clear(form);
  for (const pair of pairs) put(form, pair);
}

function offerAfresh(form, key) {
  const notice = document.querySelector("[data-restored]");
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("[data-afresh]")?.addEventListener("click", () => {
    attempt(() => localStorage.removeItem(key));
    location.reload();
  });
}

/** Back from the receipt, the form is the one that went: sent again it is no second request. */
function sameAgain(form) {
  const [visit] = performance.getEntriesByType("navigation");
  const went = visit?.type === "back_forward" && attempt(() => sessionStorage.getItem(WENT + nameOf(form)));
  if (went && form.elements._key) form.elements._key.value = went;
}

/** Brings back what was typed on an earlier visit, and keeps what is typed from now on. */
export function keep(form) {
  sameAgain(form);
  const key = nameOf(form);
  const kept = attempt(() => JSON.parse(localStorage.getItem(key)));
  const answered = document.querySelector(".errors-summary") !== null; // the server shows what was just posted
  const before = JSON.stringify(typed(form));
  if (kept && !answered && Date.now() - kept.at < DAYS * DAY && JSON.stringify(kept.pairs) !== before) {
    restore(form, kept.pairs);
    offerAfresh(form, key);
  }
  let waiting;
  const save = () => {
    clearTimeout(waiting);
    attempt(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), pairs: typed(form) })));
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 300);
  });
  addEventListener("pagehide", () => waiting && save());
}

/** Remembers which form has just gone, for its receipt. */
export function sent(form) {
  attempt(() => {
    sessionStorage.setItem(SENT, nameOf(form));
    sessionStorage.setItem(WENT + nameOf(form), form.elements._key?.value ?? "");
  });
}

/** On the receipt: what was kept has arrived. */
export function received() {
  attempt(() => {
    const key = sessionStorage.getItem(SENT);
    if (key) localStorage.removeItem(key);
    sessionStorage.removeItem(SENT);
  });
}

/** On signing out: the next person at this screen starts with nothing. */
export function forget() {
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key)));
}
