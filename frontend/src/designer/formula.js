// The box of a formula offers names and functions that fit what is typed. The arrows choose, Enter or Tab takes,
// Escape closes; who listens hears the one that is chosen. The server knows what fits.
const WAIT = 150;
let asked = 0;
let timer = 0;
let offered = [];
let chosen = -1;

const boxOf = (element) => element?.closest?.("[data-formula]");
const listOf = (box) => box.parentElement.querySelector("[role=listbox]");

function close(box) {
  offered = [];
  chosen = -1;
  listOf(box).hidden = true;
  box.removeAttribute("aria-activedescendant");
}

function choose(box, at) {
  const options = [...listOf(box).children];
  chosen = (at + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", options[chosen].id);
}

function take(box, { insert, start }) {
  box.setRangeText(insert, start, box.selectionStart, "end");
  close(box);
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function draw(box, found) {
  const list = listOf(box);
  offered = found;
  chosen = -1;
  box.removeAttribute("aria-activedescendant");
  list.replaceChildren(
    ...found.map((one, index) => {
      const option = document.createElement("li");
      option.id = `suggestion-${index}`;
      option.role = "option";
      option.setAttribute("aria-selected", "false");
      const word = document.createElement("span");
      word.className = "mono";
      word.textContent = one.insert;
      const about = document.createElement("span");
      about.className = "muted small";
      about.textContent = one.title === one.insert ? "" : one.title;
      option.append(word, about);
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(box, one));
      return option;
    }),
  );
  list.hidden = found.length === 0;
}

/** Nothing is offered before anything of a name is typed, nor once it is typed in full. */
const isUnderWay = (box) => /[\w@[.\p{L}]$/u.test(box.value.slice(0, box.selectionStart));

async function ask(box) {
  const turn = ++asked;
  if (!isUnderWay(box)) return close(box);
  const said = new FormData(box.form);
  said.set("formula", box.value);
  said.set("caret", String(box.selectionStart));
  const answer = await fetch(box.dataset.formula, { method: "POST", body: said }).catch(() => null);
  if (turn !== asked || !answer?.ok) return;
  const found = await answer.json();
  const typed = found.filter(({ insert, start }) => insert !== box.value.slice(start, box.selectionStart));
  if (turn === asked && document.activeElement === box) draw(box, typed);
}

document.addEventListener("input", ({ target }) => {
  const box = boxOf(target);
  if (!box) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(box), WAIT);
});

const KEYS = {
  ArrowDown: (box) => choose(box, chosen + 1),
  ArrowUp: (box) => choose(box, chosen < 0 ? offered.length - 1 : chosen - 1),
  Enter: (box) => take(box, offered[chosen]),
  Tab: (box) => take(box, offered[chosen]),
  Escape: (box) => close(box),
};

document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || !offered.length || !(event.key in KEYS)) return;
  if (["Enter", "Tab"].includes(event.key) && chosen < 0) return;
  event.preventDefault();
  KEYS[event.key](box);
});

document.addEventListener("focusout", ({ target }) => {
  const box = boxOf(target);
  if (box) close(box);
});
