/* The field above the lists of concepts leaves those of which a form, in any script or language, the
   reading or the id has what is typed. What is typed, and which list is open, stand in the address,
   `?q=主权&order=stroke`. Without this script the lists are whole, and the field is not seen. */
"use strict";

(() => {
  const place = document.querySelector(".zm-concept-filter");
  if (!place) return;
  const items = [...document.querySelectorAll(".zm-groups a.zm-concept")].map((link) => (
    { id: link.hash.replace("#concept-", ""), link, item: link.parentElement }));
  const groups = [...document.querySelectorAll(".zm-groups > dt")];
  const lists = [...document.querySelectorAll("details[data-order]")];

  const readings = JSON.parse(place.dataset.readings);
  const input = place.querySelector("input");
  const count = place.querySelector("output");

  function folded(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  }

  function has([id, { forms }], wanted) {
    return forms.some(([, there]) => there.some(([form]) => folded(form).includes(wanted)))
      || id.includes(wanted)
      || isRead(readings[id] ?? "", wanted);
  }

  /* From the head of a syllable on; nobody types the spaces. */
  function isRead(reading, wanted) {
    const syllables = reading.split(" ");
    const plain = wanted.replaceAll(" ", "");
    return syllables.some((_syllable, at) => syllables.slice(at).join("").startsWith(plain));
  }

  async function filter() {
    const { concepts } = await zhengming.load("concepts");
    const wanted = folded(input.value);
    const found = new Set(Object.entries(concepts).filter((each) => has(each, wanted)).map(([id]) => id));
    for (const { id, item } of items) item.hidden = !found.has(id);
    for (const name of groups) {
      const links = [...name.nextElementSibling.querySelectorAll("p > *")];
      name.hidden = name.nextElementSibling.hidden = links.every((item) => item.hidden);
    }
    count.value = wanted ? place.dataset.count.replace("{n}", found.size) : "";
  }

  function read() {
    const address = new URLSearchParams(location.search);
    input.value = address.get("q") ?? "";
    const wanted = lists.find((list) => list.dataset.order === address.get("order"));
    if (wanted) wanted.open = true;
    return input.value ? filter() : null;
  }

  function write() {
    const address = new URL(location.href);
    const order = lists.find((list) => list.open)?.dataset.order ?? "";
    const wanted = { q: input.value.trim(), order: order === lists[0].dataset.order ? "" : order };
    for (const [name, value] of Object.entries(wanted)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    for (const link of document.querySelectorAll("a[data-language]")) link.search = address.search;
  }

  input.addEventListener("input", () => { write(); filter(); });
  /* The one that is left */
  input.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    await filter();
    const left = new Map(items.filter(({ item }) => !item.hidden).map(({ id, link }) => [id, link]));
    if (input.value.trim() && left.size === 1) left.values().next().value.click();
  });
  for (const list of lists) list.addEventListener("toggle", write);
  read();
})();
