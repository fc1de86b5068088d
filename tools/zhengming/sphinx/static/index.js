/* The field above the lists of concepts leaves those of which a form, in any script or language,
   has what is typed. Without this script the lists are whole, and the field is not seen. */
"use strict";

(() => {
  const place = document.querySelector(".zm-concept-filter");
  if (!place) return;
  const items = [...document.querySelectorAll(".zm-groups a.zm-concept")].map((link) => (
    { id: link.hash.replace("#concept-", ""), item: link.parentElement }));
  const groups = [...document.querySelectorAll(".zm-groups > dt")];

  const input = place.querySelector("input");
  const count = place.querySelector("output");

  function folded(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  }

  function hasForm(concept, wanted) {
    return concept.forms.some(([, forms]) => forms.some(([form]) => folded(form).includes(wanted)));
  }

  async function filter() {
    const { concepts } = await zhengming.load("concepts");
    const wanted = folded(input.value);
    const found = new Set(Object.keys(concepts).filter((id) => hasForm(concepts[id], wanted)));
    for (const { id, item } of items) item.hidden = !found.has(id);
    for (const name of groups) {
      const links = [...name.nextElementSibling.querySelectorAll("p > *")];
      name.hidden = name.nextElementSibling.hidden = links.every((item) => item.hidden);
    }
    count.value = wanted ? place.dataset.count.replace("{n}", found.size) : "";
  }

  input.addEventListener("input", filter);
})();
