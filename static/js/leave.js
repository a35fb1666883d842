// Signing out takes what lies on this device with it, after asking where something has not been sent yet.
(() => {
  const form = document.querySelector("[data-leave]");
  if (!form || !("indexedDB" in self) || !("caches" in self)) return;

  const waiting = () =>
    new Promise((resolve) => {
      const request = indexedDB.open("krs-lapangan", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
      request.onerror = () => resolve(0);
      request.onsuccess = () => {
        const count = request.result.transaction("entries").objectStore("entries").count();
        count.onsuccess = () => {
          request.result.close();
          resolve(count.result);
        };
      };
    });

  // Another tab may hold the entries open: the deletion then waits for it, but nobody who leaves does.
  const deleteEntries = () =>
    new Promise((resolve) => {
      const request = indexedDB.deleteDatabase("krs-lapangan");
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });

  async function forget() {
    self.krsLeaving = true; // nothing is kept any more from here on
    localStorage.removeItem("krs-lapangan-pemilik");
    sessionStorage.clear(); // what was being written waits encrypted on the server, under their name
    await deleteEntries();
    for (const name of await caches.keys()) if (name.startsWith("krs-lapangan")) await caches.delete(name);
    for (const each of (await navigator.serviceWorker?.getRegistrations()) || []) await each.unregister();
  }

  form.addEventListener("submit", async (event) => {
    if (form.dataset.left !== undefined) return;
    event.preventDefault();
    const count = await waiting().catch(() => 0);
    if (count && !confirm(form.dataset.leave.replace("{n}", count))) return;
    await forget().catch(() => {});
    form.dataset.left = "";
    form.requestSubmit();
  });
})();
