/* A card for what is pointed at, tapped or has the focus: beside it, and never over its line.
   `zhengming.cards.add(selector, describe)` gives a card to all that the selector matches, with
   the elements that `describe` returns, or promises. What stands in one another shares a card. */
"use strict";

zhengming.cards = (() => {
  const DELAY = 250;
  const kinds = [];
  let card = null;
  let owner = null;
  let timer = 0;

  function add(selector, describe) {
    kinds.unshift({ selector, describe });
  }

  function found(node) {
    return kinds.length ? node.closest?.(kinds.map((kind) => kind.selector).join()) : null;
  }

  /* Below the line that the owner ends on, or above the one that it begins on. */
  function place(node) {
    const lines = [...node.getClientRects()];
    const first = lines[0];
    const last = lines.at(-1);
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(last.left, width - card.offsetWidth - 8));
    const below = last.bottom + 6;
    const fits = below + card.offsetHeight <= window.innerHeight;
    const top = fits || first.top < card.offsetHeight + 6 ? below : first.top - card.offsetHeight - 6;
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  function make() {
    const node = document.createElement("div");
    node.id = "zm-card";
    node.setAttribute("role", "tooltip");
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", later);
    document.body.append(node);
    return node;
  }

  async function show(node) {
    owner = node;
    const described = kinds.map(({ selector, describe }) => {
      const there = node.closest(selector);
      return there ? describe(there) : [];
    });
    const parts = (await Promise.all(described)).filter((part) => part.length);
    if (!parts.length || owner !== node) return;
    card ??= make();
    card.replaceChildren(...parts.map((part) => {
      const section = document.createElement("div");
      section.append(...part);
      return section;
    }));
    card.hidden = false;
    place(node);
    node.setAttribute("aria-describedby", card.id);
  }

  function hide() {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    if (card) card.hidden = true;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(hide, DELAY);
  }

  function soon(node) {
    clearTimeout(timer);
    if (node !== owner) timer = setTimeout(() => { hide(); show(node); }, DELAY);
  }

  document.addEventListener("pointerover", (event) => {
    const node = event.pointerType === "mouse" && found(event.target);
    if (node) soon(node);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && found(event.target)) later();
  });
  document.addEventListener("focusin", (event) => {
    const node = found(event.target);
    if (node?.matches(":focus-visible")) { hide(); show(node); }
  });
  document.addEventListener("focusout", (event) => {
    if (found(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  return { add, hide, show, owner: () => owner };
})();

/* A concept: its name, its definition, its forms. */

zhengming.cards.add("a.zm-concept", async (link) => {
  const concept = (await zhengming.load("concepts"))[link.hash.replace("#concept-", "")];
  if (!concept) return [];

  function element(name, text, language) {
    const node = document.createElement(name);
    node.textContent = text;
    if (language) node.lang = language;
    return node;
  }

  const forms = element("ul", "");
  const languages = new Map();
  for (const [language, form, status] of concept.forms) {
    if (status === "preferred" && !languages.has(form)) languages.set(form, language);
  }
  for (const [form, language] of languages) forms.append(element("li", form, language));
  return [element("strong", concept.title), element("p", concept.definition), forms];
});
