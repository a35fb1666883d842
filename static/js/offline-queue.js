// The savings of profiles that wait on this device, and how they leave it. Used by pages and by the service worker.
self.krsQueue = (() => {
  const NAME = "krs-lapangan";
  const PAGES = "krs-lapangan-halaman";

  function opened() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // One transaction: resolved only when the device has really written it down.
  async function store(mode, work) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction("entries", mode, { durability: "strict" });
        const request = work(transaction.objectStore("entries"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  const put = (entry) => store("readwrite", (entries) => entries.put(entry));
  const remove = (key) => store("readwrite", (entries) => entries.delete(key));
  const every = async () =>
    (await store("readonly", (entries) => entries.getAll())).sort((one, other) => one.written_at - other.written_at);

  // Keep the page as the portal shows it now, if it allows that.
  async function keep(url) {
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (self.krsLeaving || !answer.ok || answer.redirected || answer.headers.get("X-Krs-Offline") !== "keep") return false;
    await (await caches.open(PAGES)).put(new URL(url, self.location.origin).pathname, answer);
    return true;
  }

  // A photo goes the way of the form it was chosen in; the same bytes are kept once there, however often they come.
  async function sendPhoto(entry, token) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token || entry.token);
    body.append("file", entry.photo, entry.filename);
    for (const [name, value] of Object.entries(entry.values)) body.append(name, value);
    const answer = await fetch(entry.url, { method: "POST", credentials: "same-origin", body });
    if (answer.redirected && answer.url.includes("/masuk/")) return { status: 401, said: {} };
    if (answer.status === 403 && !token) return { status: 401, said: {} }; // the worker's word may be an old one
    const wrong = answer.status === 422;
    const page = wrong && self.DOMParser && new DOMParser().parseFromString(await answer.text(), "text/html");
    const title = page?.querySelector?.(".field-error span")?.textContent || "";
    return { status: answer.ok ? 200 : wrong ? 400 : answer.status, said: { title } };
  }

  async function sendOne(entry, token) {
    if (entry.photo) return sendPhoto(entry, token);
    const { key, base_version, after, values, submit, user } = entry;
    const answer = await fetch(entry.url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token || entry.token },
      body: JSON.stringify({ key, base_version, after, values, submit, user }),
    });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return { status: answer.status, said: isJson ? await answer.json() : {} };
  }

  // What an answer means for the entry: gone, kept with its reason, or still waiting.
  async function settle(entry, { status, said }) {
    if (status === 200) {
      await remove(entry.key);
      return { kind: "sent", entry, version: said.version, refusal: said.refusal };
    }
    if (status === 409) {
      await put({ ...entry, state: "conflict", settle_url: said.settle_url });
      return { kind: "conflict", entry, settle_url: said.settle_url };
    }
    const waits = status === 401 || said.code === "not_authenticated" || (said.title || "").startsWith("CSRF");
    if (waits) return { kind: "signed-out", entry };
    if (said.code === "other_user") return { kind: "other", entry };
    if (status === 400 || status === 403 || status === 404) {
      await put({ ...entry, state: "wrong", message: said.title || "" });
      return { kind: "wrong", entry, said };
    }
    return { kind: "later", entry };
  }

  // Send what waits, oldest first. Without a network everything stays as it is. One sender at a time on a device.
  async function flush(user, token) {
    const work = async () => {
      const results = [];
      for (const entry of await every()) {
        if (entry.state !== "waiting" || (user && entry.user !== user)) continue;
        let result;
        try {
          result = await settle(entry, await sendOne(entry, token));
        } catch {
          result = { kind: "offline", entry };
        }
        results.push(result);
        if (["offline", "later", "signed-out"].includes(result.kind)) break;
        if (result.kind === "sent") await keep(entry.page).catch(() => false);
      }
      return results;
    };
    return navigator.locks ? navigator.locks.request("krs-lapangan", work) : work();
  }

  async function clear() {
    await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });
    await caches.delete(PAGES);
  }

  return { PAGES, put, remove, every, keep, flush, clear };
})();
