// Cards are carried to another column: by mouse at once, by a finger that rests on them for a moment. The buttons of a card do the same.
const STARTED = 5;
const RESTED = 320; // milliseconds
const SLACK = 8;

export function boardOn(board) {
  let held = null;

  const columnAt = (x, y) => document.elementFromPoint(x, y)?.closest(".board-column");

  function take(card, event) {
    held = { card, x: event.clientX, y: event.clientY, from: card.closest(".board-column"), aim: null };
    card.classList.add("is-carried");
  }

  function follow(event) {
    const { card, x, y, from } = held;
    card.style.transform = `translate(${event.clientX - x}px, ${event.clientY - y}px)`;
    const found = columnAt(event.clientX, event.clientY);
    const aim = found && found !== from ? found : null;
    if (aim === held.aim) return;
    held.aim?.classList.remove("is-aim");
    aim?.classList.add("is-aim");
    held.aim = aim;
  }

  function let_go(done) {
    if (!held) return;
    const { card, aim } = held;
    held = null;
    card.classList.remove("is-carried");
    card.style.transform = "";
    aim?.classList.remove("is-aim");
    if (!done || !aim) return;
    const form = card.querySelector("form[data-card]");
    const column = form.querySelector("input[name=column]");
    column.value = aim.dataset.column;
    column.disabled = false;
    form.requestSubmit();
  }

  board.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".board-card");
    if (!card || event.button || !event.isPrimary || event.target.closest("button, a")) return;
    const begin = event;
    const ended = new AbortController();
    const { signal } = ended;
    const touch = event.pointerType === "touch";
    const rest = touch && setTimeout(() => take(card, begin), RESTED);
    addEventListener("pointermove", (moved) => {
      const far = Math.hypot(moved.clientX - begin.clientX, moved.clientY - begin.clientY);
      if (held) follow(moved);
      else if (touch && far > SLACK) clearTimeout(rest);
      else if (!touch && far > STARTED) take(card, begin);
    }, { signal });
    const end = (done) => () => {
      clearTimeout(rest);
      ended.abort();
      let_go(done);
    };
    addEventListener("pointerup", end(true), { signal });
    addEventListener("pointercancel", end(false), { signal });
    addEventListener("keydown", (key) => key.key === "Escape" && end(false)(), { signal });
  });
  // While a card is carried by a finger the page stays where it is.
  board.addEventListener("touchmove", (event) => held && event.preventDefault(), { passive: false });
  board.addEventListener("dragstart", (event) => event.preventDefault());
}
