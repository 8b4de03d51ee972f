// Forms and links of a plan bring back a whole page, of which the part that is the plan takes its place here. What is
// scrolled stays where it is, and so does the focus.
const PART = "plan";
const told = [];
let asked = 0;

export const onSwap = (act) => told.push(act);

/** For whoever listens; it outlives what is swapped. */
const voice = document.createElement("p");
voice.id = "plan-says";
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);
export function say(text) {
  voice.textContent = "";
  requestAnimationFrame(() => (voice.textContent = text));
}

const scrolled = () => [...document.querySelectorAll("[data-keeps-scroll][id]")].map(({ id, scrollLeft, scrollTop }) => [id, scrollLeft, scrollTop]);

function focused() {
  const one = document.activeElement;
  if (one?.id) return `#${CSS.escape(one.id)}`;
  const row = one?.closest?.("[data-id]");
  return row ? `.${row.classList[0]}[data-id="${CSS.escape(row.dataset.id)}"] a` : "";
}

function show(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById(PART);
  const part = document.getElementById(PART);
  if (!fresh || !part) return location.assign(address);
  const [places, focus] = [scrolled(), focused()];
  part.replaceWith(fresh);
  for (const [id, left, top] of places) document.getElementById(id)?.scrollTo(left, top);
  for (const one of document.querySelectorAll("#main > .notice")) one.remove();
  document.getElementById("main").prepend(...page.querySelectorAll("#main > .notice"));
  document.title = page.title;
  history.replaceState(history.state, "", address);
  fresh.dispatchEvent(new Event("drawn", { bubbles: true }));
  for (const act of told) act();
  const again = (focus && document.querySelector(focus)) || fresh.querySelector("[data-focus]");
  again?.focus({ preventScroll: true });
  const news = document.querySelector("#main > .notice") ?? fresh.querySelector("[data-says]");
  if (news) say(news.textContent.replace(/\s+/g, " ").trim());
}

/** The last one asked for is shown. `failed` is called where the network gives nothing. */
async function ask(address, options, failed) {
  const mine = ++asked;
  document.getElementById(PART)?.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { ...options, headers: { Accept: "text/html" } }).catch(() => null);
  const html = answer && answer.status < 500 ? await answer.text() : "";
  if (mine !== asked) return;
  document.getElementById(PART)?.removeAttribute("aria-busy");
  if (html) show(html, answer.redirected || !options.body ? answer.url : location.href);
  else failed();
}

export const go = (address) => ask(address, {}, () => location.assign(address));

export function send(form, submitter) {
  const body = new FormData(form, submitter);
  return ask(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action, { method: "POST", body }, () => HTMLFormElement.prototype.submit.call(form));
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(`#${PART} form[data-swap]`);
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  if (form.method === "get") go(`${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form, event.submitter))}`);
  else send(form, event.submitter);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(`#${PART} a[data-swap]`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href);
});
