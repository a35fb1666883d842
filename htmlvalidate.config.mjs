// What html-validate holds every page to (tests/consultations/test_html.py).
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }], // choices of one question
    "no-inline-style": "error",
    "no-redundant-for": "off", // Django draws a radio button inside a label that names it, too
    "no-trailing-whitespace": "off", // templates leave some
    "require-sri": ["error", { target: "crossorigin" }], // our own files come with our own pages
    "void-style": "off", // Django's widgets: <input>, allauth's: <input />
  },
};
