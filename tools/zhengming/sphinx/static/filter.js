/* Shows a part of an apparatus: what is chosen stands in the address, `?cause=spin&certainty=medium`,
   and the counts are those of what can be seen, or would be. */
"use strict";

(() => {
  const form = document.querySelector(".zm-filter");
  const selects = [...form.querySelectorAll("select")];
  const reset = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  const NAMES = selects.map((select) => select.name);
  const number = (count) => count.toLocaleString("en");
  const sentences = new Map();

  /* Whatever has a count, with its facts; kind and cause of a row are those of its section. */
  const entries = [...document.querySelectorAll("[data-count]")].map((node) => {
    const { count, kind, cause, certainty } = node.dataset;
    const section = node.closest("section");
    const known = kind ? { kind, cause } : named(section.id);
    return { node, section, count: Number(count), facts: { ...known, certainty } };
  });

  function named(id) {
    const [kind, ...cause] = id.split("-");
    return { kind, cause: cause.join("-") };
  }

  function chosen() {
    return Object.fromEntries(selects.map((select) => [select.name, select.value]));
  }

  function fits({ facts }, wanted, except = "") {
    return NAMES.every((name) => name === except || !wanted[name] || facts[name] === wanted[name]);
  }

  function sum(some) {
    return some.reduce((total, entry) => total + entry.count, 0);
  }

  function show() {
    const wanted = chosen();
    for (const entry of entries) entry.node.hidden = !fits(entry, wanted);
    const shown = entries.filter((entry) => !entry.node.hidden);
    reset.disabled = NAMES.every((name) => !wanted[name]);
    status.textContent = form.dataset.shown
      .replace("{n}", number(sum(shown)))
      .replace("{total}", number(sum(entries)));
    for (const select of selects) countOptions(select, wanted);
    showSections(shown);
    write(wanted);
  }

  function countOptions(select, wanted) {
    const open = entries.filter((entry) => fits(entry, wanted, select.name));
    for (const option of select.options) {
      const some = open.filter(({ facts }) => !option.value || facts[select.name] === option.value);
      option.textContent = `${option.dataset.word} ${number(sum(some))}`;
      option.disabled = !some.length && !option.selected;
    }
  }

  /* Sections with nothing to see are not seen, nor are the links to them. */
  function showSections(shown) {
    const sections = new Set(entries.map((entry) => entry.section));
    for (const section of sections) {
      const there = shown.filter((entry) => entry.section === section);
      section.hidden = !there.length;
      if (section.matches("section section section")) tellOf(section, there);
    }
    for (const link of document.querySelectorAll(".zm-contents a")) {
      const section = document.getElementById(link.hash.slice(1));
      const inner = [...section.querySelectorAll("section")];
      if (inner.length) section.hidden = inner.every((each) => each.hidden);
      link.hidden = section.hidden;
    }
  }

  function tellOf(section, there) {
    const sentence = section.querySelector(":scope > p");
    if (!sentences.has(section)) sentences.set(section, sentence.textContent);
    sentence.textContent = reset.disabled ? sentences.get(section) : form.dataset.section
      .replace("{n}", number(sum(there)))
      .replace("{groups}", number(there.length));
  }

  function write(wanted) {
    const address = new URL(location.href);
    for (const name of NAMES) {
      if (wanted[name]) address.searchParams.set(name, wanted[name]);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    for (const link of document.querySelectorAll("a[data-language]")) link.search = address.search;
  }

  function read() {
    const address = new URLSearchParams(location.search);
    for (const select of selects) {
      const wanted = address.get(select.name);
      if ([...select.options].some((option) => option.value === wanted)) select.value = wanted;
    }
  }

  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  read();
  show();
  /* What came above the place of the address may be gone now. */
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place) place.scrollIntoView({ behavior: "instant" });
})();
