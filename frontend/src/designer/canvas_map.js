// The whole canvas in small, and the part of it that is seen. It is drawn once; afterwards only the part moves.
const SVG = "http://www.w3.org/2000/svg";
const WIDE = 176;
const HIGH = 112;
const NARROW = 96; // on a phone

export function mapOn(map, frame, view, boxes) {
  const { width, height } = view.full();
  const room = frame.clientWidth < 600 ? NARROW : WIDE;
  const scale = Math.min(room / width, HIGH / height);
  const small = document.createElementNS(SVG, "svg");
  small.setAttribute("viewBox", `0 0 ${width} ${height}`);
  small.setAttribute("width", width * scale);
  small.setAttribute("height", Math.max(height * scale, 12));
  small.setAttribute("preserveAspectRatio", "none");
  for (const box of boxes) {
    const one = document.createElementNS(SVG, "rect");
    for (const name of ["x", "y", "width", "height"]) one.setAttribute(name, box[name]);
    small.append(one);
  }
  const seen = document.createElement("div");
  seen.className = "canvas-seen";
  map.replaceChildren(small, seen);

  const tall = Math.max(height * scale, 12) / height;
  function show({ x, y, scale: by }) {
    const [wide, high] = [frame.clientWidth / by, frame.clientHeight / by];
    map.classList.toggle("is-all", x >= 0 && y >= 0 && wide >= width - x / by && high >= height - y / by);
    seen.style.transform = `translate(${(-x / by) * scale}px, ${(-y / by) * tall}px)`;
    seen.style.width = `${wide * scale}px`;
    seen.style.height = `${high * tall}px`;
  }

  function go(event) {
    const at = small.getBoundingClientRect();
    const x = ((event.clientX - at.left) / at.width) * width;
    const y = ((event.clientY - at.top) / at.height) * height;
    const by = view.kept.scale;
    view.move(frame.clientWidth / 2 - x * by, frame.clientHeight / 2 - y * by);
  }
  map.onpointerdown = (event) => {
    event.preventDefault();
    event.stopPropagation();
    map.setPointerCapture(event.pointerId);
    go(event);
  };
  map.onpointermove = (event) => map.hasPointerCapture(event.pointerId) && go(event);
  show(view.kept);
  return show;
}
