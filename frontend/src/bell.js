// The bell at the top says how much is new without a reload: one small question now and then, and none from a tab that
// nobody looks at. Where nothing has changed the answer is 304 and the browser's own.
const PAUSE = 20_000;

/** Starts asking; without a bell on the page there is nothing to do. */
export function watchBell() {
  const bell = document.querySelector("[data-bell]");
  if (!bell) return;
  const [number, status] = [bell.querySelector("[data-bell-count]"), document.querySelector("[data-bell-status]")];
  const most = Number(bell.dataset.most);
  let known = bell.dataset.latest;
  let timer = 0;

  function show({ count, latest }) {
    const said = count >= most ? `${most - 1}+` : String(count);
    number.textContent = said;
    number.hidden = !count;
    bell.setAttribute("aria-label", count ? bell.dataset.some.replace("{n}", said) : bell.dataset.none);
    if (latest === known) return;
    if (latest > known) status.textContent = bell.getAttribute("aria-label");
    known = latest;
    document.body.dispatchEvent(new CustomEvent("formloom:notices"));
  }

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch(bell.dataset.bell, { headers: { accept: "application/json" }, redirect: "error" });
      if (answer.ok) show(await answer.json());
      else return; // signed out meanwhile: the next page says so
    } catch {
      // No network for the moment.
    }
    timer = setTimeout(ask, PAUSE);
  }

  document.addEventListener("visibilitychange", ask);
  timer = setTimeout(ask, PAUSE);
}
