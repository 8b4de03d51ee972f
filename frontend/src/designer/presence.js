// Says every twenty seconds that this draft is open here, and shows who else has it open. A page that nobody sees is silent.
const OFTEN = 20_000;
const box = () => document.getElementById("others");
let last = "";
let at = "";

async function say() {
  if (!box() || document.hidden) return;
  const said = new FormData();
  said.set("csrf_token", box().dataset.token);
  said.set("at", box().dataset.at);
  const answer = await fetch(box().dataset.here, { method: "POST", body: said }).catch(() => null);
  if (!answer?.ok) return;
  const text = (await answer.text()).trim();
  // The same once more would be read out every time.
  if (text === last && box()?.innerHTML) return;
  last = text;
  show();
}

function show() {
  if (box()) box().innerHTML = last;
}

/** After another part was opened: the others stay in view, and are told. */
function moved() {
  if (box() && !box().innerHTML) show();
  if (!box() || box().dataset.at === at) return;
  at = box().dataset.at;
  say();
}

moved();
setInterval(say, OFTEN);
document.addEventListener("visibilitychange", say);
document.addEventListener("htmx:afterSettle", moved);
