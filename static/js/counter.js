// Alt + a letter goes to what carries data-shortcut: a field is focused, a button pressed. Everything works without.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const target = document.querySelector(`[data-shortcut="${CSS.escape(event.code)}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target.matches("button, [type=radio]")) target.click();
});
