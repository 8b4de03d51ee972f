// A choice in levels: each list offers what stands below the choice before it, and one that offers nothing is away.
// The lists that offer everything stay the answer; from the second on another list is shown in their place.
import { follow } from "./following.js";

/** A level below the first: `all` is the answer, `few` what is shown of it. */
class Level {
  constructor(place) {
    this.place = place;
    this.all = place.querySelector("select");
    this.groups = [...this.all.querySelectorAll("optgroup")];
    this.few = this.all.cloneNode(false);
    this.few.removeAttribute("name");
    this.few.id = `${this.all.id}-few`;
    place.querySelector("label").htmlFor = this.few.id;
    this.all.hidden = true;
    this.all.after(this.few);
    this.few.addEventListener("input", (event) => {
      event.stopPropagation();
      this.all.value = this.few.value;
      this.all.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  /** Only what stands below the path; what is chosen stays where it is offered still. */
  offer(path) {
    const above = JSON.stringify(path);
    const group = this.groups.find((one) => JSON.stringify(JSON.parse(one.dataset.above)) === above);
    const offers = group ? [...group.children].map(({ value, text }) => new Option(text, value)) : [];
    if (!offers.some(({ value }) => value === this.all.value)) this.all.value = "";
    this.few.replaceChildren(this.all.options[0].cloneNode(true), ...offers);
    this.few.value = this.all.value;
    this.few.disabled = this.all.disabled;
    this.place.hidden = offers.length === 0;
    return this.all.value;
  }
}

export function start(question) {
  const [first, ...rest] = question.querySelectorAll("[data-level]");
  if (!first || "live" in first.dataset) return;
  first.dataset.live = "";
  const levels = rest.map((place) => new Level(place));
  const draw = () => {
    const path = [first.querySelector("select").value];
    for (const level of levels) path.push(level.offer(path));
  };
  follow(question, draw);
  draw();
}
