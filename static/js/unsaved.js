// What somebody writes into a form is kept under their name while they write, and offered again when it was not saved.
// A form takes part by a hidden field with data-writing. While the session is over, the text waits in this tab's storage.
(() => {
  const { user, keep, offers, discard, keptHere } = document.currentScript.dataset;
  const WAITING = "krs-tulisan:"; // beginning of the names in sessionStorage, one for each writing
  const PAUSE = 1500; // ms without a key pressed

  const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const address = (form) => {
    const there = new URL(form.getAttribute("action") || location.href, location.href);
    return there.pathname + there.search;
  };
  const own = (field) => ["csrfmiddlewaretoken", "submission_key", "writing"].includes(field.name);
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !own(field) && field.type !== "file" && field.tagName !== "BUTTON");

  const read = (form) =>
    fieldsOf(form)
      .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
      .flatMap((field) => (field.multiple ? [...field.selectedOptions].map((each) => each.value) : [field.value]).map((value) => [field.name, value]));

  function write(form, fields) {
    const values = group(fields);
    for (const field of fieldsOf(form)) {
      const given = (values.get(field.name) || []).map(([, value]) => value);
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = given.includes(option.value);
      else if (given.length) field.value = given.shift();
    }
    form.dispatchEvent(new CustomEvent("krs:written")); // what depends on a choice follows
  }

  function group(fields) {
    const values = new Map();
    for (const pair of fields) values.set(pair[0], [...(values.get(pair[0]) || []), pair]);
    return values;
  }

  const said = (fields) => JSON.stringify(fields.filter(([name]) => !/(^|-)version$/.test(name)));

  async function ask(url, token, values) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...values });
    return fetch(url, { method: "POST", credentials: "same-origin", keepalive: true, headers: { Accept: "application/json" }, body });
  }

  // --- in this tab, while the server cannot be asked -----------------------------------------------------------------

  const wait = (text) => sessionStorage.setItem(WAITING + text.key, JSON.stringify({ ...text, user }));

  async function bringWaiting(anyToken) {
    for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(WAITING))) {
      const text = JSON.parse(sessionStorage.getItem(name));
      if (text.user !== user) sessionStorage.removeItem(name);
      else if (await send(text, anyToken).catch(() => null)) sessionStorage.removeItem(name);
    }
  }

  // Whether the server has it, or knows that it was saved meanwhile.
  async function send({ key, address, fields }, token) {
    const answer = await ask(keep, token, { key, address, fields_: JSON.stringify(fields) });
    if (answer.ok || answer.status === 409) return { ended: !answer.ok, said: (await answer.json()).said };
    return null;
  }

  // --- one form ------------------------------------------------------------------------------------------------------

  function attend(form) {
    const mark = form.querySelector("[data-writing]");
    if (form.dataset.attended !== undefined) return;
    form.dataset.attended = "";
    const state = document.createElement("div");
    state.className = "writing-state small muted";
    state.setAttribute("role", "status");
    form.append(state);
    let timer = 0;
    let isSending = false;

    const text = () => ({ key: (mark.value ||= makeKey()), address: address(form), fields: read(form) });

    async function save() {
      clearTimeout(timer);
      timer = 0;
      if (isSending) return;
      const now = text();
      wait(now);
      try {
        const done = await send(now, token(form));
        if (!done) return tellOver();
        sessionStorage.removeItem(WAITING + now.key);
        if (!done.ended) state.textContent = done.said;
      } catch {
        state.textContent = keptHere; // no network: it waits in this tab
      }
    }

    async function tellOver() {
      const answer = await fetch(offers, { credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => null);
      if (answer?.status === 401) state.innerHTML = await answer.text();
      state.append(keptHere);
    }

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", () => {
      if (!timer && !mark.value) return; // nothing was written
      clearTimeout(timer);
      timer = 0;
      isSending = true; // what the form sends now is kept in this tab until the next page knows what became of it
      wait(text());
    });
    addEventListener("pagehide", () => timer && save());
    addEventListener("pageshow", (event) => event.persisted && (isSending = false));
    showOffers(form, mark);
  }

  async function showOffers(form, mark) {
    const answer = await fetch(`${offers}?address=${encodeURIComponent(address(form))}`, {
      credentials: "same-origin",
      headers: { Accept: "text/html", "HX-Request": "true" },
    }).catch(() => null);
    if (!answer?.ok) return;
    const shown = document.createElement("div");
    shown.innerHTML = await answer.text();
    for (const each of shown.querySelectorAll("[data-offer]")) {
      const fields = JSON.parse(each.dataset.fields);
      if (each.dataset.offer === mark.value || said(fields) === said(read(form))) {
        each.remove();
        continue;
      }
      each.querySelector("[data-use]").addEventListener("click", () => {
        write(form, fields);
        mark.value = each.dataset.offer;
        each.remove();
        form.querySelector("textarea")?.focus();
      });
      each.querySelector("[data-discard]").addEventListener("click", async () => {
        const done = await ask(discard, token(form), { key: each.dataset.offer }).catch(() => null);
        if (done?.ok) each.remove();
      });
    }
    if (shown.children.length) form.prepend(shown);
  }

  // Where the portal is met without TLS, browsers have no randomUUID.
  function makeKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  const attendAll = (root) => root.querySelectorAll("form:has([data-writing])").forEach(attend);

  const anyForm = document.querySelector("form:has([name=csrfmiddlewaretoken])");
  const brought = anyForm ? bringWaiting(token(anyForm)) : Promise.resolve(); // before it is asked what there is to offer

  brought.finally(() => attendAll(document));
  document.addEventListener("htmx:load", (event) => brought.finally(() => attendAll(event.target)));
})();
