// Offers the names of regions while one types; without this script the search understands the same words.
const field = document.querySelector("[data-suggest]");
let waiting = 0;

async function offer() {
  const typed = field.value.trim();
  if (typed.length < 3 || typed.includes(",")) return; // what was chosen holds a comma
  const answer = await fetch(`${field.dataset.suggest}?region=${encodeURIComponent(typed)}`);
  if (answer.ok) field.list.innerHTML = await answer.text();
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 200);
});
