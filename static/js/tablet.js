// After so many seconds without a touch the start is shown again: what somebody left in the middle belongs to nobody.
const { start, wait: seconds } = document.body.dataset;
let timer;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => location.replace(start), 1000 * seconds);
}

for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, wait, { passive: true });
wait();
