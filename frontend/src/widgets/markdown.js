// Markdown with three buttons and a preview that the server draws: it shows what will be shown, and nothing else.

/** Puts `text` where the selection of `area` is, in a way that the browser can undo. */
function put(area, text, from, to) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(from, to);
}

function around(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  put(area, before + chosen + after, start + before.length, start + before.length + chosen.length);
}

/** Every line that the selection touches becomes an item of a list. */
function listed(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.selectionEnd;
  area.setSelectionRange(start, end);
  const text = area.value.slice(start, end).replace(/^(?!- )/gm, "- ");
  put(area, text, start + text.length, start + text.length);
}

function linked(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const address = /^https?:\/\/\S+$/.test(chosen) ? chosen : "https://";
  const words = chosen && chosen !== address ? chosen : "";
  const text = `[${words}](${address})`;
  const at = words ? start + words.length + 3 : start + 1;
  put(area, text, at, words ? at + address.length : at);
}

const MARKS = { bold: (area) => around(area, "**", "**"), list: listed, link: linked };

async function drawn(address, area) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ text: area.value }) });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

function preview(button, area, seen) {
  const show = (isShown) => {
    seen.hidden = !isShown;
    area.hidden = isShown;
    button.setAttribute("aria-pressed", isShown);
    for (const mark of button.parentElement.querySelectorAll("[data-mark]")) mark.disabled = isShown;
  };
  button.addEventListener("click", async () => {
    if (!seen.hidden) {
      show(false);
      area.focus();
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      seen.innerHTML = await drawn(button.dataset.preview, area); // made safe by the server
    } catch {
      seen.textContent = button.dataset.failed;
    }
    button.removeAttribute("aria-busy");
    show(true);
    seen.focus();
  });
}

export function start(question) {
  const bar = question.querySelector("[data-bar]");
  if (!bar?.hidden) return;
  const area = question.querySelector("textarea");
  bar.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (mark) MARKS[mark.dataset.mark](area);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "b" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    MARKS.bold(area);
  });
  preview(bar.querySelector("[data-preview]"), area, question.querySelector("[data-seen]"));
  bar.hidden = false;
}
