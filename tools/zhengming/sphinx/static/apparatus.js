/* The apparatus in the text. `lay` marks the emendations of a page at their characters, `received`
   gives the paragraphs of its witness. Marking wraps text and nothing else: what a paragraph says,
   and what is copied of it, stays as it is. */
"use strict";

zhengming.apparatus = (() => {
  const tools = document.querySelector(".zm-tools");
  const words = tools.dataset;
  const gap = words.stop.endsWith(" ") ? " " : "";
  const EMENDED = ".zm-emended";
  /* Beside a witness the page is marked too, but what nobody asked for is not seen. */
  const SHOWN = ":root[data-apparatus] span.zm-emended:not(.zm-hidden), :is(del, ins).zm-emended:not(.zm-hidden)";
  /* Notes and links of a page are no text of its paragraphs. */
  const FOREIGN = ".zm-noteref, .zm-permalink, .headerlink";
  /* Mark → { piece, ground, side, key }; the marks of an emendation share the key. */
  const known = new WeakMap();
  let data = null;

  async function load() {
    data ??= await zhengming.load(`apparatus/${words.page}`);
    return data;
  }

  function element(name, className, text = "") {
    const node = document.createElement(name);
    node.className = className;
    node.textContent = text;
    return node;
  }

  function mark(name, piece, side, key) {
    const ground = data.grounds[piece[2]];
    const node = element(name, "zm-emended");
    [node.dataset.kind, node.dataset.certainty] = ground;
    node.dataset.key = key;
    node.tabIndex = -1;
    known.set(node, { piece, ground, side });
    return node;
  }

  /* The witness */

  function received(anchor) {
    const pieces = data.paragraphs[anchor];
    if (!pieces) return null;
    const fragment = document.createDocumentFragment();
    pieces.forEach((piece, at) => {
      if (typeof piece === "string") { fragment.append(piece); return; }
      const [before, , , isBlock] = piece;
      const node = mark(before ? "del" : "ins", piece, "witness", `${anchor} ${at}`);
      node.textContent = before;
      node.classList.toggle("zm-lost", !before);
      node.classList.toggle("zm-block", Boolean(isBlock));
      fragment.append(node);
    });
    return fragment;
  }

  /* The page */

  function ownTexts(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(FOREIGN) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    return texts;
  }

  /* Mark the emendations of a paragraph or heading; one that the apparatus does not fit stays. */
  function layOne(block, anchor, pieces) {
    const texts = ownTexts(block);
    const whole = pieces.map((piece) => (typeof piece === "string" ? piece : piece[1])).join("");
    if (texts.map((text) => text.data).join("") !== whole) return;
    let text = texts.shift();
    let last = null;

    function take(length, wrap) {
      const wrapped = [];
      while (length) {
        const part = Math.min(length, text.length);
        const rest = part < text.length ? text.splitText(part) : texts.shift();
        last = text;
        if (wrap) {
          last = wrap();
          wrapped.push(last);
          text.replaceWith(last);
          last.append(text);
        }
        text = rest;
        length -= part;
      }
      wrapped.at(0)?.classList.add("zm-first");
      wrapped.at(-1)?.classList.add("zm-last");
    }

    let count = 0;
    pieces.forEach((piece, at) => {
      if (typeof piece === "string") { take(piece.length); return; }
      const wrap = () => mark("span", piece, "page", `${anchor} ${at}`);
      count += 1;
      if (piece[1]) { take(piece[1].length, wrap); return; }
      const sign = wrap();
      sign.classList.add("zm-lost");
      if (last) last.after(sign);
      else if (text) text.before(sign);
      else block.prepend(sign);
      last = sign;
    });
    if (count) addCount(block, anchor, count);
  }

  /* Mark those of a page; `find` leads from an anchor to the block that has its text. */
  function lay(find) {
    for (const [anchor, pieces] of Object.entries(data.paragraphs)) {
      const block = find(anchor);
      if (block) layOne(block, anchor, pieces);
    }
  }

  function lift() {
    for (const node of document.querySelectorAll(".zm-count, .zm-emendations")) node.remove();
    const blocks = new Set();
    for (const node of document.querySelectorAll(`span${EMENDED}`)) {
      blocks.add(node.parentElement);
      node.replaceWith(...node.childNodes);
    }
    for (const block of blocks) block.normalize();
  }

  /* What is said of an emendation */

  function said({ piece, ground, side }) {
    const [before, after] = piece;
    const [, , subject, ...facts] = ground;
    const lines = [subject.replace("{before}", () => before)];
    if (side === "witness") lines.push(after ? words.after.replace("{after}", () => after) : words.gone);
    return sentences([...lines, ...facts]);
  }

  function sentences(lines) {
    return lines.map((line) => line + words.stop.trimEnd());
  }

  function describe(node) {
    return said(known.get(node)).map((line, at, lines) =>
      element("p", at === lines.length - 1 ? "zm-facts" : "", line));
  }

  zhengming.cards.add(SHOWN, describe);

  /* The list of a paragraph: what keyboards and screen readers get instead of a stop at each. */

  function addCount(block, anchor, count) {
    const button = element("button", "zm-count");
    button.type = "button";
    button.dataset.count = (count === 1 ? words.one : words.count).replace("{n}", count);
    button.setAttribute("aria-label", (count === 1 ? words.listOne : words.list).replace("{n}", count));
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => toggleList(button, block, anchor));
    const foreign = block.querySelector(":scope > .headerlink");
    if (foreign) foreign.before(button);
    else block.append(button);
  }

  function toggleList(button, block, anchor) {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!isOpen));
    const next = block.classList.contains("zm-one") ? block.nextElementSibling : block;
    if (isOpen) { next.nextElementSibling.remove(); return; }
    next.after(list(anchor));
  }

  /* One entry for all that was done for the same reason, as the page of the apparatus has them. */
  function list(anchor) {
    const listing = element("ol", "zm-emendations");
    const groups = new Map();
    for (const piece of data.paragraphs[anchor]) {
      if (typeof piece === "string") continue;
      const [before, after, ground] = piece;
      const changes = groups.get(ground) ?? new Map();
      const change = JSON.stringify([before, after]);
      groups.set(ground, changes.set(change, (changes.get(change) ?? 0) + 1));
    }
    for (const [number, changes] of groups) {
      const [kind, , subject, ...facts] = data.grounds[number];
      const name = tools.querySelector(`.zm-legend [data-kind="${kind}"]`).textContent;
      const item = element("li", "");
      const entries = element("ul", "");
      for (const [change, count] of changes) {
        const [before, after] = JSON.parse(change);
        const entry = element("li", "");
        entry.append(side("del", before, words.none), " → ", side("ins", after, words.cut));
        if (count > 1) entry.append(` ×${count}`);
        entries.append(entry);
      }
      const head = [subject.includes("{before}") ? name : subject, ...facts];
      item.append(element("p", "", sentences(head).join(gap)), entries);
      listing.append(item);
    }
    return listing;
  }

  function side(name, text, nothing) {
    const node = element(text ? name : "span", "", text || nothing);
    if (text) node.lang = name === "del" ? data.language : "zh-Hans";
    return node;
  }

  /* Arrow keys go from one emendation of a paragraph to the next, from its count or from any. */
  document.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    const from = event.target.closest?.(`${EMENDED}, .zm-count`);
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return;
    const block = from.closest("p, h1, h2, h3, h4, h5, h6");
    if (event.key === "Escape") { block.querySelector(".zm-count")?.focus(); return; }
    if (!(event.key in steps)) return;
    const marks = [...block.querySelectorAll(SHOWN)];
    const firsts = marks.filter((node, at) => node.dataset.key !== marks[at - 1]?.dataset.key);
    const at = firsts.findIndex((node) => node.dataset.key === from.dataset.key);
    const last = firsts.length - 1;
    const to = at < 0 && steps[event.key] < 0 ? last : at + steps[event.key];
    firsts[Math.max(0, Math.min(to, last))]?.focus();
    event.preventDefault();
  });

  /* The same emendation in page and witness. */
  let lit = [];

  function match(event) {
    const key = event.target.closest?.(EMENDED)?.dataset.key;
    for (const node of lit) node.classList.remove("zm-same");
    lit = key ? [...document.querySelectorAll(`${EMENDED}[data-key="${CSS.escape(key)}"]`)] : [];
    for (const node of lit) node.classList.add("zm-same");
  }

  document.addEventListener("pointerover", match);
  document.addEventListener("focusin", match);

  /* Which kinds and certainties are shown. */
  for (const box of tools.querySelectorAll(".zm-legend input")) box.addEventListener("change", hide);

  function hide() {
    const hidden = [...tools.querySelectorAll(".zm-legend input:not(:checked)")];
    for (const node of document.querySelectorAll(EMENDED)) {
      const isHidden = hidden.some(({ name, value }) => node.dataset[name] === value);
      node.classList.toggle("zm-hidden", isHidden);
    }
  }

  return { load, received, lay, lift, hide };
})();
