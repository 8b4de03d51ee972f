// Addresses in China: the cities follow the province and the districts the city, out of lists that are fetched for one
// province at a time. What is typed stays the answer: a list writes into its box, and without lists the boxes are there.
import { follow } from "./following.js";

const CHINA = "CN";
const fetched = new Map();

/** `{city: [districts]}` of a province; nothing where it cannot be had. */
function citiesOf(address) {
  if (!fetched.has(address)) {
    const asked = fetch(address).then((answer) => (answer.ok ? answer.json() : {}));
    fetched.set(address, asked.catch(() => fetched.delete(address) && {}));
  }
  return fetched.get(address);
}

/** A box with a list that may stand in its place. */
class Box {
  constructor(input, choose) {
    this.input = input;
    this.label = input.parentElement.querySelector("label");
    this.choose = choose;
  }

  get value() {
    return this.input.value;
  }

  set value(text) {
    this.input.value = text;
  }

  get isList() {
    return this.input.matches("select");
  }

  /** Offers pairs of what is kept and its words; none: it is typed. */
  offer(pairs) {
    if (this.isList) return;
    if (pairs.length && !this.list) this.list = this.made();
    if (!this.list) return;
    this.input.hidden = pairs.length > 0;
    this.list.hidden = !this.input.hidden;
    this.list.disabled = this.input.disabled || this.input.readOnly;
    this.label.htmlFor = this.input.hidden ? this.list.id : this.input.id;
    const { value } = this;
    const known = value === "" || pairs.some(([kept]) => kept === value);
    const all = [["", this.choose], ...(known ? [] : [[value, value]]), ...pairs];
    this.list.replaceChildren(...all.map(([kept, words]) => new Option(words, kept, false, kept === value)));
  }

  made() {
    const list = document.createElement("select");
    list.className = "select";
    list.id = `${this.input.id}-list`;
    list.setAttribute("aria-describedby", this.input.getAttribute("aria-describedby"));
    this.input.before(list);
    list.addEventListener("input", (event) => {
      event.stopPropagation();
      this.value = list.value;
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return list;
  }
}

class Address {
  constructor(question, place) {
    this.place = place;
    this.country = question.querySelector('[data-part="country"]');
    const box = (name) => {
      const input = question.querySelector(`[data-part="${name}"]`);
      return input && new Box(input, place.dataset.choose);
    };
    [this.province, this.city, this.district] = ["province", "city", "district"].map(box);
    this.provinces = [...question.querySelectorAll("[data-provinces] option")].map(({ value, label }) => [value, label]);
    this.before = this.above;
    question.addEventListener("input", () => this.changed());
    follow(question, () => this.draw());
  }

  get isChina() {
    return (this.country?.value ?? this.place.dataset.country) === CHINA;
  }

  /** What the lists below hang on. */
  get above() {
    return [this.country, this.province, this.city].map((one) => one?.value ?? "");
  }

  /** A city of another province is none, nor is a district of another city. */
  changed() {
    const [country, province, city] = this.above;
    const before = this.before;
    const isElsewhere = country !== before[0] || province !== before[1];
    if (country !== before[0] && this.province) this.province.value = "";
    if (isElsewhere && this.city?.list && !this.city.list.hidden) this.city.value = "";
    if ((isElsewhere || city !== before[2]) && this.district?.list && !this.district.list.hidden) this.district.value = "";
  }

  async draw() {
    this.before = this.above;
    this.province?.offer(this.isChina ? this.provinces : []);
    const province = this.isChina ? this.province?.value : "";
    const cities = province ? await citiesOf(`${this.place.dataset.areas}${encodeURIComponent(province)}.json`) : {};
    if (province && province !== this.province.value) return; // another was chosen meanwhile
    const names = Object.keys(cities);
    if (names.length === 1 && this.city && this.city.value === "") {
      this.city.value = names[0];
      this.before = this.above;
    }
    this.city?.offer(names.map((name) => [name, name]));
    const districts = cities[this.city?.value ?? names[0]] ?? [];
    this.district?.offer(districts.map((name) => [name, name]));
  }
}

export function start(question) {
  const place = question.querySelector("[data-areas]");
  if (!place || "live" in place.dataset) return;
  place.dataset.live = "";
  new Address(question, place).draw();
}
