// A widget shows what its plain controls say, whoever wrote it there.

/** Calls `draw` whenever the controls of a question may have changed: typed in, brought back, or by a rule. */
export function follow(question, draw) {
  const form = question.closest("form");
  for (const type of ["input", "formloom:locked"]) question.addEventListener(type, draw);
  for (const type of ["change", "formloom:restored"]) form?.addEventListener(type, draw);
  form?.addEventListener("input", ({ target }) => target === form && draw());
}
