// What is changed in a panel is kept at once: nobody has to think of saving, and going elsewhere loses nothing. Only what
// says it in words is drawn again (the cards, the bar, sentences); the controls stay as they are under one's hands.
// Without a script the button of the form does the same.
import { remember, resume } from "./focus.js";

const ANEW = "#designer-bar, #cards, #main [data-said][id]";
const PAUSE = 400;
let kept = Promise.resolve();
let pending = 0;
let leaving = false;
let typed = -Infinity;
let pressed = null;

document.addEventListener("change", ({ target: { form } }) => {
  if (!form?.hasAttribute("data-live")) return;
  count(1);
  const body = new FormData(form); // as it is now: by its turn, what was changed may have been drawn again
  kept = kept.then(() => keep(form, body)).finally(() => count(-1));
});

/** How many changes are under way; the page says so while there are any. */
function count(by) {
  pending += by;
  document.documentElement.toggleAttribute("data-keeping", pending > 0);
}

async function keep(form, body) {
  if (body.has("revision")) body.set("revision", form.elements.revision.value);
  const sent = { method: "POST", body, keepalive: true };
  const answer = await fetch(form.action, sent).catch(() => null);
  if (!answer) return byHand(form);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await pressed;
  await calm();
  if (!answer.ok) replace(document.getElementById("main"), page);
  else show(page);
}

/** Where nothing was kept, the button that does the same by hand comes forward. */
function byHand(form) {
  for (const one of form.querySelectorAll("button.js-hidden")) one.classList.remove("js-hidden");
  for (const one of form.querySelectorAll("[data-saves]")) one.hidden = true;
}

function show(page) {
  const revision = page.querySelector("input[name=revision]")?.value;
  for (const one of document.querySelectorAll("#main input[name=revision]")) one.value = revision ?? one.value;
  if (leaving) return;
  for (const one of document.querySelectorAll("#main > .notice")) one.remove();
  document.getElementById("main").prepend(...page.querySelectorAll("#main > .notice"));
  remember();
  for (const part of document.querySelectorAll(ANEW)) replace(part, page);
  resume();
}

function replace(part, page) {
  const fresh = page.getElementById(part.id);
  if (!fresh) return;
  part.replaceWith(fresh);
  fresh.dispatchEvent(new Event("drawn", { bubbles: true }));
}

/** A list in which somebody chooses by keyboard stays under their hands until they pause. */
async function calm() {
  const list = document.activeElement;
  while (!leaving && list.matches("select") && list.closest(ANEW) && performance.now() - typed < PAUSE) {
    await new Promise((later) => setTimeout(later, PAUSE / 4));
  }
}

addEventListener("keydown", () => (typed = performance.now()), true);

// A press that has begun ends on what it began on.
document.addEventListener("pointerdown", () => {
  pressed = new Promise((ended) => {
    const after = () => setTimeout(ended);
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, after, { once: true });
  });
});

// Whatever goes to the server next waits until the last change is kept.
document.addEventListener("htmx:confirm", (event) => {
  if (!pending) return;
  event.preventDefault();
  leaving = true;
  kept.then(() => {
    leaving = false;
    event.detail.issueRequest(true);
  });
});
