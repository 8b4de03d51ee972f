// Where the device is, on request. What is typed by hand afterwards is no measurement, and says no accuracy.

const DENIED = 1;
const PATIENCE = 20_000;

export function start(question) {
  const here = question.querySelector("[data-here]");
  if (!here?.hidden || !navigator.geolocation || !window.isSecureContext) return;
  const part = (name) => question.querySelector(`[data-part="${name}"]`);
  const status = here.querySelector("[role=status]");
  const button = here.querySelector("button");
  const words = here.dataset;
  let measuring = false;

  const rest = (said) => {
    status.textContent = said;
    button.removeAttribute("aria-busy");
    button.disabled = false;
  };

  const found = ({ coords }) => {
    const metres = Math.ceil(coords.accuracy);
    measuring = true;
    part("lat").value = coords.latitude.toFixed(6);
    part("lng").value = coords.longitude.toFixed(6);
    part("accuracy").value = metres;
    part("lat").dispatchEvent(new Event("input", { bubbles: true }));
    measuring = false;
    const sentence = words.limit && metres > Number(words.limit) ? words.vague : words.found;
    const shown = new Intl.NumberFormat(document.documentElement.lang).format(metres);
    rest(sentence.replace("{n}", shown).replace("{limit}", words.limit));
  };

  button.addEventListener("click", () => {
    status.textContent = words.waiting;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    const failed = (error) => rest(error.code === DENIED ? words.denied : words.unknown);
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 });
  });
  question.addEventListener("input", (event) => {
    if (measuring || !event.target.matches('[data-part="lat"], [data-part="lng"]')) return;
    part("accuracy").value = "";
    status.textContent = "";
  });
  here.hidden = false;
}
