/* A card for what is pointed at, tapped or has the focus: beside it, and never over its line.
   `zhengming.cards.add(selector, describe)` gives a card to all that the selector matches, with
   the elements that `describe` returns, or promises. What stands in one another shares a card. The
   card is below, or above if there is no room; one that is `isAside` is in the margin before it. */
"use strict";

zhengming.cards = (() => {
  /* Milliseconds that a pointer rests: on its way it opens nothing. */
  const DELAY = 350;
  /* Pixels that a card in the margin needs. */
  const NARROW = 200;
  const kinds = [];
  let card = null;
  let owner = null;
  let timer = 0;
  let pointer = "";

  function add(selector, describe, isAside = false) {
    kinds.unshift({ selector, describe, isAside });
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
    const room = first.left - 16;
    const isAside = room >= NARROW
      && kinds.some(({ selector, isAside: may }) => may && node.matches(selector));
    card.style.maxInlineSize = isAside ? `${room}px` : "";
    let left = Math.max(8, Math.min(last.left, width - card.offsetWidth - 8));
    let top = last.bottom + 6;
    if (isAside) {
      left = first.left - card.offsetWidth - 8;
      top = first.top;
    } else if (top + card.offsetHeight > window.innerHeight && first.top >= card.offsetHeight + 6) {
      top = first.top - card.offsetHeight - 6;
    }
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  function make() {
    const node = document.createElement("div");
    node.id = "zm-card";
    node.setAttribute("role", "tooltip");
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", later);
    /* In the region that it belongs to. */
    (document.querySelector("main") ?? document.body).append(node);
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
  /* Who presses something in the card takes the focus there, or nowhere. */
  document.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (to && !card?.contains(to) && found(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    pointer = "";
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (owner && !owner.contains(event.target) && !card?.contains(event.target)) hide();
  });

  /* A finger opens the card where it taps; in a link, a second tap follows the link. */
  document.addEventListener("click", (event) => {
    const node = found(event.target);
    if (!["touch", "pen"].includes(pointer) || !node || node === owner) return;
    event.preventDefault();
    hide();
    show(node);
  });

  return { add, hide };
})();

/* A concept: its name, its definition, its forms in each language, where they stand. */

zhengming.cards.add("a.zm-concept", async (link) => {
  const { words, concepts } = await zhengming.load("concepts");
  const concept = concepts[link.hash.replace("#concept-", "")];
  if (!concept) return [];

  function element(name, ...content) {
    const node = document.createElement(name);
    node.append(...content);
    return node;
  }

  /* A word says what is wrong, before the first form that is; a line through it is not enough. */
  function listed(language, forms) {
    const wrong = forms.findIndex(([, status]) => status === "deprecated");
    const node = element("dd");
    for (const [at, [form, status]] of forms.entries()) {
      const shown = element({ preferred: "b", deprecated: "del" }[status] ?? "span", form);
      shown.lang = language;
      node.append(at ? words.separator : "", at === wrong ? words.deprecated : "", shown);
    }
    return node;
  }

  const forms = element("dl");
  for (const [language, written] of concept.forms) {
    forms.append(element("dt", words.languages[language]), listed(language, written));
  }
  const page = element("a", words.open);
  page.href = link.href;
  const title = element("strong", concept.title);
  const places = element("p", concept.places, " · ", page);
  return [title, element("p", concept.definition), forms, places];
});
