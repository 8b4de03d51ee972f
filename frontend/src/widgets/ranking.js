// A ranking: one list that is put in order by pressing, with arrows, or by dragging. The lists to open stay the answer.
import { follow } from "./following.js";

const STEP = { ArrowUp: -1, ArrowDown: 1 };

class Ranking {
  constructor(question, box) {
    this.question = question;
    this.box = box;
    this.list = box.querySelector("ul");
    this.items = new Map([...this.list.children].map((item) => [item.dataset.item, item]));
    this.places = [...question.querySelectorAll("[data-places] select")];
    this.list.addEventListener("click", (event) => this.press(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => this.grip(event));
    question.addEventListener("formloom:limit", () => this.draw());
    follow(question, () => this.draw());
  }

  /** What is ranked so far, the first being the best. */
  get ranked() {
    return [...new Set(this.places.map((place) => place.value).filter((one) => this.items.has(one)))];
  }

  /** Writes an order; what is the only one left takes the last place by itself. */
  rank(order, said) {
    const rest = [...this.items.keys()].filter((one) => !order.includes(one) && this.isOffered(one));
    const wholly = this.places.length === this.items.size && rest.length === 1 && order.length > this.ranked.length;
    const kept = (wholly ? [...order, ...rest] : order).slice(0, this.places.length);
    this.places.forEach((place, index) => (place.value = kept[index] ?? ""));
    this.places[0].dispatchEvent(new Event("input", { bubbles: true }));
    this.say(said);
  }

  get isLocked() {
    return this.places.some((place) => place.disabled);
  }

  isOffered(one) {
    return !this.items.get(one).hidden;
  }

  move(one, by) {
    const order = this.ranked;
    const from = order.indexOf(one);
    if (from < 0) {
      if (by < 0 && order.length < this.places.length) this.rank([...order, one], one);
      return;
    }
    const to = from + by;
    if (to < 0) return;
    order.splice(from, 1);
    if (to <= order.length) order.splice(to, 0, one);
    this.rank(order, one);
  }

  press(event) {
    const item = event.target.closest("[data-item]");
    if (!item) return;
    const one = item.dataset.item;
    const button = event.target.closest("button");
    if (button?.matches("[data-up]")) this.move(one, -1);
    else if (button?.matches("[data-down]")) this.move(one, 1);
    else if (button?.matches("[data-pick]") && !this.ranked.includes(one)) this.move(one, -1);
    (button?.disabled || button?.hidden ? item.querySelector("[data-pick]") : button)?.focus();
  }

  key(event) {
    const item = event.target.closest("[data-item]");
    if (!item || this.isLocked || !event.altKey || !(event.key in STEP)) return;
    event.preventDefault();
    this.move(item.dataset.item, STEP[event.key]);
    item.querySelector("[data-pick]").focus();
  }

  /** Dragging: the item follows the finger from neighbour to neighbour, and is ranked where it is let go. */
  grip(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip || this.isLocked || event.button > 0) return;
    event.preventDefault();
    const item = grip.closest("[data-item]");
    const follow = (moved) => this.follow(item, moved.clientY);
    const drop = () => {
      item.removeEventListener("pointermove", follow);
      item.classList.remove("is-held");
      this.dropped(item);
    };
    item.classList.add("is-held");
    item.setPointerCapture(event.pointerId);
    item.addEventListener("pointermove", follow);
    item.addEventListener("lostpointercapture", drop, { once: true });
  }

  follow(item, y) {
    const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
    const [above, below] = [item.previousElementSibling, item.nextElementSibling];
    // The neighbour is moved, since what is moved itself loses the finger.
    if (above && y < middle(above)) item.after(above);
    else if (below && y > middle(below)) item.before(below);
  }

  /** What stands above an item that was let go among the ranked ones stays above it. */
  dropped(item) {
    const one = item.dataset.item;
    const order = this.ranked.filter((other) => other !== one);
    const above = [...this.list.children].slice(0, [...this.list.children].indexOf(item));
    const place = above.filter((other) => order.includes(other.dataset.item)).length;
    const isBelowAll = place === order.length && above.length > order.length;
    if (!isBelowAll) order.splice(place, 0, one);
    this.rank(order, one);
    this.draw();
  }

  /** Where a choice stands, in words. */
  placeOf(one) {
    const at = this.ranked.indexOf(one);
    const { placed, left } = this.box.dataset;
    return at < 0 ? left : placed.replace("{n}", at + 1).replace("{total}", this.places.length);
  }

  say(one) {
    this.box.querySelector("[data-said]").textContent = `${this.items.get(one).dataset.title}, ${this.placeOf(one)}`;
  }

  /** Draws what the places say: the ranked first, in order, then the others as they were written. */
  draw() {
    const order = this.ranked;
    const rest = [...this.items.keys()].filter((one) => !order.includes(one));
    const focused = document.activeElement;
    [...order, ...rest].forEach((one, at) => {
      const item = this.items.get(one);
      if (this.list.children[at] !== item) this.list.insertBefore(item, this.list.children[at]);
      const isRanked = at < order.length;
      item.classList.toggle("is-ranked", isRanked);
      item.hidden = this.places.every((place) => place.querySelector(`option[value="${CSS.escape(one)}"]`)?.disabled);
      item.querySelector("[data-badge]").textContent = isRanked ? at + 1 : "";
      item.querySelector("[data-place]").textContent = `, ${this.placeOf(one)}`;
      const [up, down] = ["[data-up]", "[data-down]"].map((button) => item.querySelector(button));
      item.querySelector("[data-pick]").disabled = this.isLocked;
      up.hidden = down.hidden = !isRanked || this.isLocked;
      up.disabled = at === 0;
    });
    if (this.list.contains(focused)) focused.focus();
  }
}

export function start(question) {
  const box = question.querySelector("[data-ranking]");
  if (!box?.hidden) return;
  box.hidden = false;
  question.querySelector("[data-places]").hidden = true;
  new Ranking(question, box).draw();
}
