// Somebody or something of the house is chosen: searched for while one types, and known at once to the rules.
import { addChip } from "../fill/chips.js";
import { Offers } from "./offers.js";

const PATIENCE = 150; // milliseconds after the last letter

async function ask(address) {
  const inOurs = `${address}${address.includes("?") ? "&" : "?"}lang=${document.documentElement.lang}`;
  const reply = await fetch(inOurs, { headers: { Accept: "application/json" } });
  if (reply.status === 404) return null;
  if (!reply.ok) throw new Error(`${reply.status} of ${address}`);
  return reply.json();
}

const behind = (place, key) => ask(`${place}/${encodeURIComponent(key)}`);

const tell = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));

/** The answers of a linked request stand below the question. */
function linked(question, said) {
  const list = question.querySelector("[data-linked]");
  if (!list) return;
  list.hidden = said.length === 0;
  list.replaceChildren(
    ...said.map(({ title, text }) => {
      const line = document.createElement("div");
      line.append(
        Object.assign(document.createElement("dt"), { textContent: title }),
        Object.assign(document.createElement("dd"), { textContent: text }),
      );
      return line;
    }),
  );
}

/** What the rules see of the answer is fetched, where the page has not brought it along; `told` is called with it. */
async function learn(question, place, key, bearer, told) {
  if (question.dataset.value !== "object" || !key) return linked(question, []);
  if (bearer.dataset.answer && question.dataset.type !== "request") return undefined;
  const found = await behind(place, key).catch(() => null);
  if (!found) return linked(question, []);
  bearer.dataset.answer = JSON.stringify(found.answer);
  linked(question, found.said);
  return told();
}

class Search {
  constructor(question, box) {
    this.question = question;
    this.box = box;
    this.several = "several" in box.dataset;
    this.offers = new Offers(box, (offer) => this.choose(offer));
    this.asked = 0;
    if (!this.several) this.carry();
    box.addEventListener("input", () => this.isOwn || this.typed());
    box.addEventListener("keydown", ({ key }) => key === "ArrowDown" && !this.offers.isOpen && this.look());
    question.closest("form")?.addEventListener("formloom:restored", () => this.again());
    this.again();
  }

  get chips() {
    return this.question.querySelector("[data-chosen]");
  }

  /** What is posted stands behind the box, which shows a name; while it is empty, what was typed is posted itself. */
  carry() {
    this.carried = Object.assign(document.createElement("input"), { type: "hidden" });
    this.carried.dataset.said = "";
    this.box.after(this.carried);
  }

  /** The form hears of it; we know already. */
  tell() {
    this.isOwn = true;
    tell(this.box);
    this.isOwn = false;
  }

  put(key, label) {
    this.carried.value = key;
    if (key) this.carried.name = this.box.name;
    else this.carried.removeAttribute("name");
    this.box.value = label;
  }

  /** After the page came, or what was typed came back into it: keys become names again. */
  async again() {
    const { key, label, search } = this.box.dataset;
    if (this.several) {
      for (const chip of this.chips.querySelectorAll("label")) this.name(chip, search);
      return;
    }
    const now = this.box.value.trim();
    if (!now || this.carried.value) return;
    if (key && now === this.box.defaultValue) {
      this.put(key, label);
      return;
    }
    const found = await behind(search, now).catch(() => null);
    if (!found || this.box.value.trim() !== now) return;
    this.put(now, found.name);
    this.box.dataset.answer = JSON.stringify(found.answer);
    linked(this.question, found.said);
    this.tell();
  }

  async name(chip, place) {
    const [key, words] = [chip.querySelector("input").value, chip.querySelector("span")];
    if (words.textContent !== key) return;
    const found = await behind(place, key).catch(() => null);
    if (found) words.textContent = found.name;
  }

  typed() {
    if (!this.several) {
      this.put("", this.box.value);
      delete this.box.dataset.answer;
      linked(this.question, []);
    }
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PATIENCE);
  }

  async look() {
    const { search, none, more, found: said, gone } = this.box.dataset;
    const mine = (this.asked += 1);
    const typed = this.box.value.trim();
    try {
      const found = await ask(`${search}?find=${encodeURIComponent(typed)}`);
      if (mine !== this.asked || document.activeElement !== this.box) return;
      const count = said.replace("{n}", found.offers.length);
      this.offers.show(found.offers, found.offers.length ? `${count}${found.more ? ` ${more}` : ""}` : none);
    } catch {
      this.offers.show([], gone);
    }
  }

  choose({ key, name }) {
    clearTimeout(this.waiting);
    this.asked += 1;
    if (this.several) {
      addChip(this.chips, this.box.name, key, name);
      this.box.value = "";
    } else {
      this.put(key, name);
    }
    this.tell();
    if (!this.several) learn(this.question, this.box.dataset.search, key, this.box, () => this.tell());
  }
}

function list(question, select) {
  const place = `/offers/${select.dataset.offered}`;
  const look = () => learn(question, place, select.value, select.selectedOptions[0] ?? select, () => tell(select));
  select.addEventListener("change", look);
  question.closest("form")?.addEventListener("formloom:restored", look);
  if (select.value && question.dataset.value === "object" && !select.selectedOptions[0]?.dataset.answer) look();
}

export function start(question) {
  if (question.dataset.picks) return;
  const box = question.querySelector("input[data-search]");
  const select = question.querySelector("select[data-offered]");
  if (!box && !select) return;
  question.dataset.picks = "yes";
  if (box) new Search(question, box);
  else list(question, select);
}
