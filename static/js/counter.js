// Alt + a letter goes to what carries data-shortcut, or to the first button of a list that carries data-first: a field
// is focused, a button pressed. Everything works without.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const code = CSS.escape(event.code);
  const target = document.querySelector(`[data-shortcut="${code}"], [data-first="${code}"] button`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  if (target.matches("button, [type=radio]")) target.click();
});
