// A word finds kinds of field while one types; without a script the server finds them.
const matches = (button, word) => button.dataset.words.toLowerCase().includes(word);

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-find-kind]")) return;
  const palette = target.form.nextElementSibling;
  const word = target.value.trim().toLowerCase();
  for (const button of palette.querySelectorAll("[data-words]")) button.hidden = !matches(button, word);
  for (const family of palette.querySelectorAll("[data-family]")) {
    family.hidden = !family.querySelector("[data-words]:not([hidden])");
  }
  palette.querySelector("[data-none-found]").hidden = Boolean(palette.querySelector("[data-words]:not([hidden])"));
});
