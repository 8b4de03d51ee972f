// Plans of projects. Every page works without this; with it, bars and cards are moved by hand or by keys, and only the
// part of the page that has changed is drawn anew.
import { chartOn } from "./plan/chart.js";
import { boardOn } from "./plan/board.js";
import { actOn } from "./plan/keys.js";
import { onSwap } from "./plan/swapping.js";

function wake() {
  const frame = document.querySelector(".gantt-frame[data-live]");
  if (frame) chartOn(frame);
  const board = document.querySelector(".board[data-live]");
  if (board) boardOn(board);
}

document.addEventListener("keydown", actOn);
onSwap(wake);
wake();
