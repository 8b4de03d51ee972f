// What a grading matrix says at once: of every criterion the band that it falls in, and the grade of the whole.
import { written } from "./written.js";

function mark(row, value, key) {
  const fallen = value?.[`${key}_band`];
  for (const band of row.querySelectorAll("[data-band]")) {
    const here = band.dataset.band === fallen;
    band.toggleAttribute("data-fallen", here);
    band.querySelector("[data-fallen-word]").hidden = !here;
  }
  const sourced = row.querySelector("[data-sourced]");
  if (!sourced) return;
  const answer = value?.[key];
  const title = [...row.querySelectorAll("[data-band]")].find((band) => band.dataset.band === answer);
  const said = title?.querySelector(".band-title")?.textContent ?? written(sourced.dataset, answer ?? "—");
  sourced.textContent = said;
}

/** Writes what the rules have worked out into the matrix of a question; `value` is the whole answer, if there is one. */
export function grade(question, value) {
  const matrix = question.querySelector("[data-grading]");
  if (!matrix) return;
  for (const row of matrix.querySelectorAll("[data-criterion]")) mark(row, value, row.dataset.criterion);
  const output = question.querySelector("[data-grade]");
  const [title, tone] = JSON.parse(matrix.dataset.grades)[value?.grade] ?? ["—", ""];
  if (output.textContent !== title) output.textContent = title;
  output.className = `grade grade-${tone}`;
  const points = question.querySelector("[data-points]");
  if (points) points.textContent = value?.points ?? "—";
}
