/* A card for links to concepts: name, definition, forms. Shown on hover and on focus, beside the
   link and never over its line; without this script the links are links. */
"use strict";

(() => {
  const LINKS = "a.zm-concept";
  const DELAY = 250;
  let card = null;
  let owner = null;
  let timer = 0;

  function element(name, text, language) {
    const node = document.createElement(name);
    node.textContent = text;
    if (language) node.lang = language;
    return node;
  }

  function fill(concept) {
    const forms = element("ul", "");
    const languages = new Map();
    for (const [language, form, status] of concept.forms) {
      if (status === "preferred" && !languages.has(form)) languages.set(form, language);
    }
    for (const [form, language] of languages) forms.append(element("li", form, language));
    card.replaceChildren(element("strong", concept.title), element("p", concept.definition), forms);
  }

  /* Below the line that the link ends on, or above the one that it begins on. */
  function place(link) {
    const lines = [...link.getClientRects()];
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
    const node = element("div", "");
    node.id = "zm-card";
    node.setAttribute("role", "tooltip");
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", later);
    document.body.append(node);
    return node;
  }

  async function show(link) {
    owner = link;
    const concept = (await zhengming.load("concepts"))[link.hash.replace("#concept-", "")];
    if (!concept || owner !== link) return;
    card ??= make();
    fill(concept);
    card.hidden = false;
    place(link);
    link.setAttribute("aria-describedby", card.id);
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

  function soon(link) {
    clearTimeout(timer);
    if (link !== owner) timer = setTimeout(() => { hide(); show(link); }, DELAY);
  }

  document.addEventListener("pointerover", (event) => {
    const link = event.pointerType === "mouse" && event.target.closest?.(LINKS);
    if (link) soon(link);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.target.closest?.(LINKS)) later();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.(LINKS);
    if (link?.matches(":focus-visible")) { hide(); show(link); }
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.closest?.(LINKS)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
