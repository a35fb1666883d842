// Whoever is chosen among those who came before fills the form; the topic is what is left to ask. Works without, too:
// the portal takes name and number of the chosen person.
document.addEventListener("change", (event) => {
  const choice = event.target.closest("[name=person_choice][data-name]");
  if (!choice) return;
  choice.form.elements.name.value = choice.dataset.name;
  if (choice.dataset.phone) choice.form.elements.phone.value = choice.dataset.phone;
  choice.form.elements.topic.focus();
});
