// The file is hashed here and never leaves the browser. Without SubtleCrypto the form is sent and the server does it.
const form = document.querySelector("[data-verify]");

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function compare(file) {
  const digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const published = document.querySelector(`[data-sha256="${digest}"]`);
  const verdict = form.querySelector(`[data-verdict="${published ? "match" : "differs"}"]`).content.cloneNode(true);
  if (published) verdict.querySelector(".alert p:last-child").append(` ${published.dataset.name}`);
  form.querySelector("[data-verify-result]").replaceChildren(verdict);
}

if (form && globalThis.crypto?.subtle) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    compare(input.files[0]);
  });
  input.addEventListener("change", () => input.files.length && compare(input.files[0]));
}
