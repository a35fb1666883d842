// Filling in profiles with or without a network: every saving is first written down on the device, then sent.
(() => {
  const box = document.querySelector("[data-offline-queue]");
  const form = document.querySelector("[data-offline-form]");
  if (!box || !("serviceWorker" in navigator) || !("indexedDB" in self) || !("caches" in self)) return;
  const queue = self.krsQueue;
  const user = Number(box.dataset.user);
  const line = box.querySelector("[data-queue-line]");
  const list = box.querySelector("[data-queue-list]");
  const OWNER = "krs-lapangan-pemilik";
  const NEWS = "krs-lapangan-kabar";
  let said = "";
  let good = false;
  let start = ""; // what the form said when the page opened

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
  const counted = (text, count) => text.replace("{n}", new Intl.NumberFormat(document.documentElement.lang).format(count));

  function say(text, isGood = false) {
    said = text;
    good = isGood;
  }

  async function show() {
    const entries = await queue.every();
    const own = entries.filter((entry) => entry.user === user);
    const waiting = own.filter((entry) => entry.state === "waiting").length;
    const others = entries.length - own.length;
    const words = [
      waiting ? counted(box.dataset.waiting, waiting) : "",
      others ? counted(box.dataset.other, others) : "",
      said,
    ].filter(Boolean);
    line.textContent = words.join(" · ");
    list.replaceChildren(...own.filter((entry) => entry.state !== "waiting").map(item));
    box.hidden = !words.length && !list.children.length;
    box.classList.toggle("queue-good", good && !waiting && !list.children.length);
  }

  function item(entry) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.textContent = entry.name;
    row.append(link, ` – ${entry.state === "conflict" ? box.dataset.conflict : [box.dataset.wrong, entry.message].filter(Boolean).join(": ")}`);
    if (entry.state === "conflict") {
      link.href = entry.settle_url;
      link.addEventListener("click", () => queue.remove(entry.key)); // the portal keeps it until somebody has chosen
      return row;
    }
    link.href = entry.page;
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = box.dataset.discard;
    discard.addEventListener("click", async () => {
      if (!confirm(box.dataset.discardSure)) return;
      await queue.remove(entry.key);
      await show();
    });
    row.append(discard);
    return row;
  }

  async function send() {
    const results = await queue.flush(user, token());
    const own = results.filter((result) => form && result.entry.profile === form.dataset.profile);
    heard(own.map(({ kind, version }) => ({ kind, version })));
    if (results.some((result) => result.kind === "signed-out")) say(box.dataset.signedOut);
    else if (results.some((result) => result.kind === "sent")) say(box.dataset.sent, true);
    await show();
    return own.at(-1);
  }

  // What this page shows has been taken as that version: the next saving goes on from there.
  function heard(results) {
    for (const { kind, version } of results) if (kind === "sent" && version) form.elements.base_version.value = version;
  }

  const inputs = () => [...form.elements].filter((each) => each.name && each.type !== "hidden" && each.type !== "submit");

  const values = () => Object.fromEntries(inputs().map((input) => [input.name, input.value]));

  const written = async () =>
    (await queue.every()).filter(
      (entry) => entry.user === user && entry.profile === form.dataset.profile && !entry.photo && entry.state !== "conflict",
    );

  // What the device holds of this profile and has not sent yet stands in the form again.
  async function restore() {
    const last = (await written()).at(-1);
    if (!last) return;
    for (const input of inputs()) if (input.name in last.values) input.value = last.values[input.name];
    say(box.dataset.restored);
  }

  const label = () => ({
    key: crypto.randomUUID(),
    user,
    profile: form.dataset.profile,
    name: form.dataset.name,
    page: location.pathname,
    token: token(),
    written_at: Date.now(),
    state: "waiting",
  });

  // Write the form down, on top of what this device has not sent yet.
  async function write(submit) {
    const own = await written();
    const before = own.at(-1);
    const entry = {
      ...label(),
      url: form.dataset.url,
      base_version: before ? before.base_version : Number(form.elements.base_version.value),
      after: before ? (before.state === "wrong" ? before.after : before.key) : null,
      values: values(),
      submit,
    };
    await queue.put(entry);
    for (const each of own) if (each.state === "wrong") await queue.remove(each.key); // this one takes its place
  }

  function later() {
    navigator.serviceWorker.ready.then((worker) => worker.sync?.register("krs-lapangan")).catch(() => {});
  }

  const attach = document.querySelector('form[action^="/berkas/unggah/"]');

  async function writePhoto() {
    const { file, ...values } = Object.fromEntries(new FormData(attach));
    delete values.csrfmiddlewaretoken;
    const entry = label();
    values.submission_key = entry.key; // the page stays, and its own key is good for one photo
    const photo = new Blob([await file.arrayBuffer()], { type: file.type });
    const named = { name: `${form.dataset.name} · ${file.name}`, filename: file.name };
    await queue.put({ ...entry, ...named, url: attach.getAttribute("action"), photo, values });
    attach.reset();
  }

  // The device first, then the portal.
  async function saved(event) {
    const sent = event.target;
    if (sent === attach && !attach.elements.file.files.length) return;
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true;
    try {
      await (sent === attach ? writePhoto() : write(button?.value === "submit"));
      say(box.dataset.sending);
      await show();
      const result = await send();
      if (result?.kind === "sent" && sent === attach && JSON.stringify(values()) !== start) {
        // something is being written: the new photo is shown with the next page
      } else if (result?.kind === "sent") {
        const isIn = button?.value === "submit" && !result.refusal; // the page says so itself, and has no queue
        if (!isIn) sessionStorage.setItem(NEWS, JSON.stringify([result.refusal || box.dataset.sent, !result.refusal]));
        location.replace(location.pathname);
      } else if (result?.kind === "conflict") {
        await queue.remove(result.entry.key);
        location.assign(result.settle_url);
      } else {
        if (result?.kind === "offline" || result?.kind === "later" || !result) say(box.dataset.kept);
        if (result?.kind === "wrong") say("");
        later();
        await show();
        box.scrollIntoView({ block: "nearest" });
      }
    } catch {
      sent.removeEventListener("submit", saved); // the device cannot keep anything: the ordinary way
      if (button) button.disabled = false;
      sent.requestSubmit(button);
      return;
    }
    if (button) button.disabled = false;
  }

  // Every profile of the list is kept on the device, and nothing else.
  async function keepListed() {
    const links = [...document.querySelectorAll("[data-offline-keep] a[data-keep]")];
    const pages = await caches.open(queue.PAGES);
    const wanted = new Set([location.pathname, ...links.map((link) => link.pathname)]);
    for (const request of await pages.keys()) {
      const { pathname } = new URL(request.url);
      if (navigator.onLine && !wanted.has(pathname)) await pages.delete(pathname);
    }
    const marks = async () => {
      for (const mark of document.querySelectorAll("[data-kept-mark]")) {
        mark.hidden = !(await pages.match(mark.dataset.keptMark));
      }
    };
    await marks();
    if (!navigator.onLine) return;
    for (const path of wanted) {
      await queue.keep(path).catch(() => false);
      await marks(); // a slow network shows what is safe already
    }
  }

  async function begin() {
    if (localStorage.getItem(OWNER) !== String(user)) {
      await caches.delete(queue.PAGES); // somebody else's pages
      localStorage.setItem(OWNER, String(user));
    }
    const news = sessionStorage.getItem(NEWS);
    sessionStorage.removeItem(NEWS);
    if (news) say(...JSON.parse(news));
    await navigator.serviceWorker.register(box.dataset.worker, { scope: "/monitoring/" });
    navigator.storage?.persist?.();
    if (form) {
      start = JSON.stringify(values());
      await restore();
      form.addEventListener("submit", saved);
      attach?.addEventListener("submit", saved);
      form.dataset.ready = "";
    }
    await show();
    await send();
    if (document.querySelector("[data-offline-keep]")) await keepListed();
    else if (form) await queue.keep(location.pathname).catch(() => false);
    box.dataset.ready = "";
  }

  self.addEventListener("online", () => send());
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (form) heard(data.filter((result) => result.profile === form.dataset.profile));
    if (data.some((result) => result.kind === "sent")) say(box.dataset.sent, true);
    show();
  });
  begin();
})();
