// A survey that somebody left in the middle belongs to nobody: after a while without a touch the start is shown again.
const IDLE = 120_000;
const start = document.body.dataset.start;
let timer;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => location.replace(start), IDLE);
}

for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, wait, { passive: true });
wait();
