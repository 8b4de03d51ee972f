// The sums below the columns of tables, kept right while somebody types.

/** Pairs of an output[data-total=COLUMN] and the sum that belongs in it, null where no cell holds a number. */
export function totals(form, values) {
  return [...form.querySelectorAll("output[data-total]")].map((output) => {
    const rows = values[output.closest("[data-field]").dataset.field] ?? [];
    const numbers = rows.map((row) => row?.[output.dataset.total]).filter((one) => typeof one === "number");
    return [output, numbers.length ? numbers.reduce((sum, one) => sum + one, 0) : null];
  });
}
