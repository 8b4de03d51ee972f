// Where very many answers come in at once, each costs its sender's browser a second of work, and nobody a riddle.
//
//   input[data-work=BITS][name=_work]   the solution goes in here; the twin of runtime/forms/proof_of_work.py checks it
import { sha256 } from "./sha256.js";

const SLICE = 24; // milliseconds of work between two looks at what the person does

const hex = (words) => words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

/** What is to be solved: of this page, and for the one form that is sent under this key. */
export const challenge = (page, key) => hex(sha256(`${page}:${key}`)).slice(0, 32);

const solves = (task, solution, bits) => sha256(`${task}:${solution}`)[0] >>> (32 - bits) === 0;

/** Resolves to a solution. */
export function solve(task, bits) {
  let number = 0;
  return new Promise((done) => {
    const slice = () => {
      const until = performance.now() + SLICE;
      while (performance.now() < until) {
        for (const last = number + 200; number < last; number++) {
          if (solves(task, String(number), bits)) return done(String(number));
        }
      }
      setTimeout(slice);
    };
    slice();
  });
}

/** Works while the form is filled in. Sent sooner, the form waits for the end of it and goes by itself. */
export function work(form) {
  const place = form.querySelector("[data-work]");
  if (!place) return;
  const { _page: page, _key: key } = form.elements;
  const begun = solve(challenge(page.value, key.value), Number(place.dataset.work)).then((solution) => {
    place.value = solution;
  });
  form.addEventListener("submit", (event) => {
    if (place.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.waiting) return;
    const button = event.submitter;
    form.dataset.waiting = "yes";
    button?.setAttribute("aria-busy", "true");
    begun.then(() => {
      delete form.dataset.waiting;
      button?.removeAttribute("aria-busy");
      form.requestSubmit(button);
    });
  });
}
