/* A paragraph's sign shows how the paragraph is cited, and the page of a concept how the concept is;
   a button copies it. Where the site has no address of its own, that of the browser stands. */
"use strict";

(() => {
  const place = document.querySelector(".zm-cited");
  if (!place) return;
  const { page, paragraph, address, fragment, copy, copied } = place.dataset;

  function cited(pattern, hash, number = "") {
    const here = address || location.href.replace(/[?#].*/, "");
    return pattern.replace("{n}", number).replace("{address}", () => here + hash);
  }

  function copier(text) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      await write(text);
      button.textContent = copied;
    });
    return button;
  }

  /* From a disk, or without encryption, a browser has only the older way. */
  async function write(text) {
    if (navigator.clipboard) { await navigator.clipboard.writeText(text); return; }
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  if (!address && location.protocol.startsWith("http")) place.textContent = cited(page, fragment);

  const own = document.querySelector(".zm-cite dd p");
  if (own) {
    const text = cited(page, fragment);
    own.textContent = `${text} `;
    own.append(copier(text));
  }

  zhengming.cards.add("a.zm-permalink", (link) => {
    const number = /^#p0*([0-9]+[a-z]?)$/.exec(link.hash)?.[1];
    if (!number || !paragraph) return [];
    const text = cited(paragraph, link.hash, number);
    const shown = document.createElement("p");
    shown.textContent = text;
    return [shown, copier(text)];
  }, true);
})();
