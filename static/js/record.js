// The record of a consultation by keyboard: the topics are one stop, the facts of a chosen topic appear below them, and
// parts that were folded stay so on this device. Works without: every topic is then a stop, and saving shows its facts.
(() => {
  const PART = "krs-bagian:"; // beginning of the names in localStorage
  const PAUSE = 700; // ms after which letters begin a new word

  for (const part of document.querySelectorAll("details[data-remember]")) {
    const name = PART + part.dataset.remember;
    const stored = localStorage.getItem(name);
    if (stored && !part.querySelector(".field-invalid")) part.open = stored === "open";
    part.querySelector("summary").addEventListener("click", () => localStorage.setItem(name, part.open ? "folded" : "open"));
  }

  // What a mistake named above leads to is never hidden in a folded part.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a");
    const part = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("details[data-remember]");
    if (part) part.open = true;
  });

  for (const pick of document.querySelectorAll("[data-pick]")) {
    const boxes = [...pick.querySelectorAll("[type=checkbox]")];
    const hint = document.createElement("p");
    hint.className = "field-help";
    hint.textContent = pick.dataset.pick;
    pick.querySelector(".choices")?.before(hint);
    let typed = "";
    let timer = 0;

    const stop = (box) => boxes.forEach((each) => (each.tabIndex = each === box ? 0 : -1));
    const show = () => {
      for (const facts of document.querySelectorAll("[data-facts]")) {
        facts.hidden = !boxes.some((box) => box.checked && box.value === facts.dataset.facts);
      }
    };
    const find = (letter) => {
      clearTimeout(timer);
      timer = setTimeout(() => (typed = ""), PAUSE);
      typed += letter.toLowerCase();
      return boxes.find((box) => box.closest("label").textContent.trim().toLowerCase().startsWith(typed));
    };
    const move = (box, key) => {
      const at = boxes.indexOf(box);
      const steps = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: boxes.length - 1 };
      if (key in steps) return boxes[(steps[key] + boxes.length) % boxes.length];
      return /^\p{L}$/u.test(key) ? find(key) : null;
    };

    pick.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !boxes.includes(event.target)) return;
      const next = move(event.target, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
    pick.addEventListener("focusin", (event) => boxes.includes(event.target) && stop(event.target));
    pick.addEventListener("change", show);
    pick.closest("form")?.addEventListener("krs:written", show);
    stop(boxes.find((box) => box.checked) || boxes[0]);
    show();
  }
})();
