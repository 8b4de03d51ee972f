// A form goes once. The button keeps its words and shows that it works; its idempotency key makes a repeat harmless.

/** Sends `form` only when `check` says so, and never twice; `gone` is told when it does. */
export function guard(form, check, gone) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    const asIs = button?.formNoValidate || button?.hasAttribute("data-unchecked");
    if (form.dataset.sending || (!asIs && !check())) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "yes";
    button?.setAttribute("aria-busy", "true");
    gone();
  });
  // Back from the receipt by the browser's own memory: the form may go again.
  addEventListener("pageshow", () => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
}
