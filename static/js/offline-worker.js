// Keeps the field's pages on the device: what the network does not give comes from here. `krsKept` is written by the
// portal above this text: its version, the files pages need, and where the field begins.
const FILES = `krs-lapangan-berkas-${self.krsKept.version}`;
const PATIENCE = 5000; // ms until a kept page is shown instead of a slow one

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(FILES).then((cache) => cache.addAll(self.krsKept.assets)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("krs-lapangan-berkas-") && name !== FILES);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (self.krsKept.assets.includes(url.pathname)) event.respondWith(file(request));
});

// A file's address changes with its content; while developing it does not, so the network is asked first.
async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
}

async function page(request, url) {
  const kept = await (await caches.open(self.krsQueue.PAGES)).match(url.pathname);
  const network = fetch(request).then((answer) => {
    if (answer.ok && !answer.redirected && answer.headers.get(self.krsKept.header) === "keep") {
      const copy = answer.clone();
      caches.open(self.krsQueue.PAGES).then((cache) => cache.put(url.pathname, copy));
    }
    return answer;
  });
  if (!kept) return network.catch(() => elsewhere(url));
  const late = new Promise((resolve) => setTimeout(() => resolve(kept.clone()), PATIENCE));
  return Promise.race([network.catch(() => kept), late]);
}

// Nothing kept of this page: the field's first page says what there is.
async function elsewhere(url) {
  const home = await (await caches.open(self.krsQueue.PAGES)).match(self.krsKept.home);
  return home && url.pathname !== self.krsKept.home ? Response.redirect(self.krsKept.home) : home || Response.error();
}

self.addEventListener("sync", (event) => {
  if (event.tag !== "krs-lapangan") return;
  event.waitUntil(
    self.krsQueue.flush().then(async (results) => {
      const pages = await self.clients.matchAll();
      const told = results.map(({ kind, version, entry }) => ({ kind, version, profile: entry.profile }));
      for (const each of pages) each.postMessage(told);
      if (results.some((result) => result.kind === "offline")) throw new Error("no network yet"); // asked again later
    }),
  );
});
