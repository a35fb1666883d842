// A browser that gives no passkey says so to allauth's script alone; here it is said to its person.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // it is no error of the page's
  document.getElementById("passkey-trouble").hidden = false;
});
