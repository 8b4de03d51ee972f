// A list below a box: what was found, to be chosen with arrows, Enter, or a press. The focus stays in the box.

let lists = 0;

export class Offers {
  /** `choose` is called with the offer that is taken. */
  constructor(box, choose) {
    this.box = box;
    this.choose = choose;
    this.found = [];
    this.at = -1;
    this.list = Object.assign(document.createElement("ul"), { className: "offers", id: `offers-${(lists += 1)}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.labels?.[0]?.innerText ?? box.closest("[data-field]").querySelector("legend, label")?.innerText ?? "");
    this.status = Object.assign(document.createElement("p"), { className: "offers-said" });
    this.status.setAttribute("role", "status");
    const place = Object.assign(document.createElement("div"), { className: "picker" });
    box.replaceWith(place);
    place.append(box, this.list, this.status);
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.list.id], ["aria-autocomplete", "list"]]) box.setAttribute(name, value);
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // A press would take the focus from the box before it counts.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.take([...this.list.children].indexOf(target.closest("li"))));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  show(found, said) {
    this.found = found;
    this.list.replaceChildren(...found.map((offer, at) => this.line(offer, at)));
    this.list.hidden = found.length === 0;
    this.box.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = said;
    this.light(-1);
  }

  close() {
    this.show([], "");
  }

  line(offer, at) {
    const line = Object.assign(document.createElement("li"), { id: `${this.list.id}-${at}` });
    line.setAttribute("role", "option");
    line.append(Object.assign(document.createElement("span"), { textContent: offer.name }));
    if (offer.note) line.append(Object.assign(document.createElement("span"), { className: "muted small", textContent: offer.note }));
    return line;
  }

  light(at) {
    this.at = at;
    [...this.list.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === at)));
    const lit = this.list.children[at];
    lit?.scrollIntoView({ block: "nearest" });
    if (lit) this.box.setAttribute("aria-activedescendant", lit.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  take(at) {
    const offer = this.found[at];
    this.close();
    if (offer) this.choose(offer);
  }

  key(event) {
    const { key } = event;
    if (!this.isOpen || event.isComposing) return;
    const last = this.found.length - 1;
    if (key === "ArrowDown") this.light(this.at < last ? this.at + 1 : 0);
    else if (key === "ArrowUp") this.light(this.at > 0 ? this.at - 1 : last);
    else if (key === "Enter") this.take(Math.max(this.at, 0));
    else if (key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Enter would turn the page
  }
}
