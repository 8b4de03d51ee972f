// One page at a time, with Back and Next at the thumb. Without this the pages simply follow one another.
import { complain, forgive } from "./complaints.js";
import { review } from "./review.js";

const asks = (page) => page.querySelector("[data-field]:not([hidden])") !== null;

const questions = (page) => [...page.querySelectorAll("[data-field], [data-given]")].filter(
  (one) => !one.parentElement.closest("[data-field]"),
);

/** What has the screen to itself: a page, or one question of a page where the form wants it so. */
function steps(form) {
  const pages = [...form.querySelectorAll("[data-page]")];
  if (!("one" in form.dataset)) return pages;
  return pages.flatMap((page) => (page.matches("[data-review]") ? [page] : questions(page)));
}

function focusInto(question) {
  const control = question.querySelector("input:not([type=hidden], :disabled), select, textarea, button");
  control?.focus({ preventScroll: true });
  question.scrollIntoView({ block: "center" });
}

class Pages {
  constructor(form) {
    this.form = form;
    // A form without the buttons to turn them shows all its pages at once, as a step of a request does.
    this.all = form.querySelector("[data-next]") ? steps(form) : [];
    this.pages = [...form.querySelectorAll("[data-page]")];
    this.now = this.all[0];
    this.find("[data-next]")?.addEventListener("click", () => this.next());
    this.find("[data-back]")?.addEventListener("click", () => this.go(this.beside(-1)));
    form.addEventListener("input", () => this.draw());
    document.addEventListener("click", (event) => this.jump(event));
  }

  find(selector) {
    return this.form.querySelector(selector);
  }

  /** What a rule skips, or has no question in view, is passed over. */
  get asked() {
    return this.all.filter((step) => step === this.now || this.isAsked(step));
  }

  isAsked(step) {
    if (step.closest("[data-skipped]") || step.closest("[data-section][hidden]")) return false;
    if (!this.pages.includes(step)) return !step.hidden;
    return asks(step) || !step.querySelector("[data-field]");
  }

  beside(step) {
    const asked = this.asked;
    return asked[asked.indexOf(this.now) + step];
  }

  next() {
    const wrong = complain(this.now, this.form.dataset);
    if (wrong) focusInto(wrong);
    else this.go(this.beside(1));
  }

  /** The step in which something stands. */
  stepOf(part) {
    return this.all.find((step) => step.contains(part));
  }

  go(page) {
    if (!page) return;
    this.show(page);
    if (page.matches("[data-field]")) {
      focusInto(page);
      return;
    }
    const heading = page.querySelector("h2, h3") ?? page;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    this.form.scrollIntoView({ block: "start" });
  }

  show(page) {
    this.now = page;
    if (page.matches("[data-review]")) review(this.form, page);
    this.draw();
  }

  /** A link in the list of problems opens the page that its question stands on. */
  jump(event) {
    const link = event.target.closest?.('a[href^="#"]');
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const step = target && this.stepOf(target);
    if (!step) return;
    this.show(step);
    if (link.closest("[data-review]")) {
      event.preventDefault();
      focusInto(target.closest("[data-field]") ?? target);
    }
  }

  draw() {
    if (!this.now) return;
    const asked = this.asked;
    const at = asked.indexOf(this.now);
    for (const page of this.pages) page.hidden = !page.contains(this.now);
    for (const step of this.all) step.classList.toggle("away", step !== this.now && !this.pages.includes(step));
    const last = at === asked.length - 1;
    this.toggle("[data-back]", at > 0);
    this.toggle("[data-next]", !last);
    this.toggle("[data-send]", last);
    this.progress(at + 1, asked.length);
  }

  toggle(selector, shown) {
    for (const one of this.form.querySelectorAll(selector)) one.hidden = !shown;
  }

  progress(number, total) {
    const place = this.find("[data-progress]");
    if (!place) return;
    place.hidden = total < 2;
    const bar = place.querySelector("progress");
    bar.max = total;
    bar.value = number;
    const say = place.querySelector("[data-say]");
    say.textContent = say.dataset.say.replace("{n}", number).replace("{total}", total);
  }

  /** The first question of the whole form that is not well answered is shown and focused. True if all is well. */
  check() {
    const wrong = complain(this.form, this.form.dataset);
    if (!wrong) return true;
    const step = this.stepOf(wrong);
    if (step) this.show(step);
    focusInto(wrong);
    return false;
  }
}

/** Turns the form's pages; gives the check to make before it is sent. */
export function paginate(form) {
  forgive(form);
  const pages = new Pages(form);
  if (pages.all.length) {
    const wrong = form.querySelector("[data-page] [aria-invalid=true], [data-page] [data-invalid]");
    pages.show((wrong && pages.stepOf(wrong)) ?? (pages.isAsked(pages.now) ? pages.now : pages.beside(1) ?? pages.now));
  }
  delete form.dataset.turns;
  form.addEventListener("keydown", (event) => {
    const next = pages.find("[data-next]");
    const typing = event.target.matches?.("input:not([type=checkbox], [type=radio], [type=file])");
    if (event.key !== "Enter" || !typing || !next || next.hidden) return;
    event.preventDefault();
    pages.next();
  });
  return () => pages.check();
}
