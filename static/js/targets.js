// Sums beside and below the table of targets while one types, and cells pasted from a workbook spread over it. Without
// this script the portal adds up when the changes are looked at, and takes what is pasted in its own box.
const form = document.querySelector("[data-target-table]");
const lines = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
const locale = document.documentElement.lang === "en" ? "en-GB" : "id-ID";

const read = (input) => Number(input.value.replaceAll(".", "").trim() || 0) || 0;
const show = (output, amount) => { output.textContent = amount ? amount.toLocaleString(locale) : ""; };
const sum = (inputs) => inputs.reduce((total, input) => total + read(input), 0);

function addUp() {
  lines.forEach(([whole, ...months]) => {
    const output = whole.closest("tr").querySelector("[data-sum]");
    show(output, sum(months));
    output.classList.toggle("is-off", sum(months) > 0 && sum(months) !== read(whole));
  });
  form.querySelectorAll("[data-total]").forEach((output, place) => show(output, sum(lines.map((line) => line[place]))));
  show(form.querySelector("[data-total-sum]"), sum(lines.flatMap(([, ...months]) => months)));
}

form.addEventListener("input", addUp);
form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const top = lines.findIndex((line) => line.includes(event.target));
  if (top < 0 || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const left = lines[top].indexOf(event.target);
  text.trimEnd().split(/\r?\n/).forEach((row, down) => row.split("\t").forEach((cell, right) => {
    const input = lines[top + down]?.[left + right];
    if (input) input.value = cell.trim();
  }));
  addUp();
});
addUp();
