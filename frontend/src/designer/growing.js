// A list of rows of which the last one is always blank: once something stands in it, another comes after it. The server
// draws it so anyway, once it is saved.
document.addEventListener("change", ({ target }) => {
  const row = target.closest?.("[data-grows] > *");
  if (!row || row.nextElementSibling || !target.value) return;
  const list = row.parentElement;
  const more = row.cloneNode(true);
  const at = [...list.children].indexOf(row);
  for (const one of [more, ...more.querySelectorAll("*")]) renumber(one, at, list.dataset.grows);
  list.append(more);
});

function renumber(one, at, prefix) {
  const start = `${prefix}.${at}.`;
  if (one.name?.startsWith(start)) one.name = `${prefix}.${at + 1}.${one.name.slice(start.length)}`;
  if (one.dataset.grows?.startsWith(start)) one.dataset.grows = `${prefix}.${at + 1}.${one.dataset.grows.slice(start.length)}`;
  const label = one.getAttribute("aria-label");
  if (label) one.setAttribute("aria-label", label.replace(String(at + 1), String(at + 2)));
  if (one.matches("input:not([type=hidden], [type=checkbox])")) one.value = one.dataset.usual ?? "";
}
