// What of the canvas is seen: moved and scaled as one layer, whatever is on it. Nothing on it is drawn anew for that.
const LEAST = 0.05;
const MOST = 2.5;
const STEP = 1.25;
const FAR = 0.5; // words are no longer read below this
const MARGIN = 32;
const REST = 160; // milliseconds after which a gesture is over, and the picture is drawn sharp

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** `kept`: {x, y, scale} as it was left, and is kept in; `changed` is told after each move. */
export function viewOn(frame, stage, kept, changed) {
  const flow = () => stage.firstElementChild;
  const full = () => ({ width: flow().width.baseVal.value, height: flow().height.baseVal.value });
  let asked = 0;
  let rest = 0;

  function draw() {
    asked = 0;
    stage.style.transform = `translate(${kept.x}px, ${kept.y}px) scale(${kept.scale})`;
    frame.classList.toggle("is-far", kept.scale < FAR);
    changed(kept);
  }

  /** One picture a frame, however many events there are. */
  function show() {
    asked ||= requestAnimationFrame(draw);
    stage.classList.add("is-moving");
    clearTimeout(rest);
    rest = setTimeout(() => stage.classList.remove("is-moving"), REST);
  }

  function move(x, y) {
    const { width, height } = full();
    const { clientWidth, clientHeight } = frame;
    kept.x = clamp(x, MARGIN * 2 - width * kept.scale, clientWidth - MARGIN * 2);
    kept.y = clamp(y, MARGIN * 2 - height * kept.scale, clientHeight - MARGIN * 2);
    show();
  }

  /** So that what is at this place of the frame stays there. */
  function scaleTo(scale, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const wanted = clamp(scale, LEAST, MOST);
    const by = wanted / kept.scale;
    kept.scale = wanted;
    move(x - (x - kept.x) * by, y - (y - kept.y) * by);
  }

  function fit() {
    const { width, height } = full();
    const { clientWidth, clientHeight } = frame;
    kept.scale = clamp(Math.min(clientWidth / width, clientHeight / height), LEAST, 1);
    const spare = clientWidth - width * kept.scale;
    move(Math.max(0, spare / 2), (clientHeight - height * kept.scale) / 2);
  }

  /** Moves no more than it must. `box`: x, y, width, height on the canvas. */
  function reveal(box) {
    const off = (start, size, room, at) => {
      const [low, high] = [start * kept.scale + at - MARGIN, (start + size) * kept.scale + at + MARGIN];
      return low < 0 ? -low : high > room ? Math.max(room - high, -low) : 0;
    };
    const x = off(box.x, box.width, frame.clientWidth, kept.x);
    const y = off(box.y, box.height, frame.clientHeight, kept.y);
    if (x || y) move(kept.x + x, kept.y + y);
  }

  /** At the beginning all of it, if that can be read; else where it begins. */
  function begin() {
    const { width, height } = full();
    if (Math.min(frame.clientWidth / width, frame.clientHeight / height) >= FAR) return fit();
    const start = flow().querySelector(".canvas-begin");
    kept.scale = frame.clientWidth < 600 ? 0.8 : 1;
    move(0, frame.clientHeight / 2 - start.cy.baseVal.value * kept.scale);
  }

  const here = ({ clientX, clientY }) => {
    const at = frame.getBoundingClientRect();
    return { x: clientX - at.left - frame.clientLeft, y: clientY - at.top - frame.clientTop };
  };
  const onCanvas = (event) => {
    const { x, y } = here(event);
    return { x: (x - kept.x) / kept.scale, y: (y - kept.y) / kept.scale };
  };

  frame.addEventListener(
    "wheel",
    (event) => {
      if (event.target.closest(".canvas-zoom, .canvas-map")) return;
      event.preventDefault();
      const unit = event.deltaMode ? 16 : 1;
      const [dx, dy] = event.shiftKey && !event.deltaX ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      const at = here(event);
      if (event.ctrlKey || event.metaKey) scaleTo(kept.scale * Math.exp((-dy * unit) / 300), at.x, at.y);
      else move(kept.x - dx * unit, kept.y - dy * unit);
    },
    { passive: false },
  );
  // What gets the focus is brought into sight by us; the browser may not move the frame's inside for it.
  frame.addEventListener("scroll", () => frame.scrollTo(0, 0));

  const zooms = {
    in: () => scaleTo(kept.scale * STEP),
    out: () => scaleTo(kept.scale / STEP),
    full: () => scaleTo(1),
    fit,
  };
  if (kept.scale) draw();
  else {
    Object.assign(kept, { x: 0, y: 0, scale: 1 });
    begin();
    draw();
  }
  return { kept, full, move, scaleTo, reveal, here, onCanvas, zoom: (how) => zooms[how]() };
}
