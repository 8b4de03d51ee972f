// Before anything is drawn: a page that has a script is laid out once, as the script will leave it. Where the script then
// does not come, or fails while it starts, the page is as it is without one.
const { classList } = document.documentElement;

function without({ target }) {
  if (target === globalThis || target.localName === "script") classList.remove("js");
}

if ("noModule" in HTMLScriptElement.prototype) {
  classList.add("js");
  addEventListener("error", without, true);
  addEventListener("load", () => removeEventListener("error", without, true));
}
