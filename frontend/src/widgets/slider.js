// A slider writes in the box beside it; the box is the answer. While the box is empty nothing is answered, and it shows.

export function start(question) {
  const track = question.querySelector(".slider-track");
  const box = question.querySelector("input[name]");
  if (!track || !track.hidden) return;
  const range = track.querySelector("input");

  const follow = () => {
    const typed = Number(box.value.normalize("NFKC"));
    const isBlank = box.value.trim() === "" || Number.isNaN(typed);
    track.toggleAttribute("data-untouched", isBlank);
    range.value = isBlank ? (Number(range.min) + Number(range.max)) / 2 : typed;
    range.setAttribute("aria-valuetext", isBlank ? "–" : box.value);
    range.disabled = box.disabled || box.readOnly;
  };
  const say = () => {
    if (box.value === range.value) return;
    box.value = range.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  range.addEventListener("input", say);
  range.addEventListener("click", say); // a press on the very middle moves nothing, and is an answer all the same
  // Rules answer in fill.js, which has heard of it first.
  for (const what of ["input", "change"]) box.form?.addEventListener(what, follow);
  track.hidden = false;
  follow();
}
