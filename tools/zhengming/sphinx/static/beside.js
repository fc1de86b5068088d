/* A second language, or the witness, beside the page: paragraph by paragraph, by their anchors.
   What is open stands in the address, `?with=en`, and nowhere else. */
"use strict";

(() => {
  const root = document.documentElement;
  const tools = document.querySelector(".zm-tools");
  const article = document.querySelector("article");
  const choices = [...tools.querySelectorAll("[data-with]")];
  const apparatusButton = tools.querySelector("[data-apparatus]");
  const { page, source, failed } = tools.dataset;
  const WITNESS = "witness";
  /* Block of the page → what stands beside it. */
  let partners = new Map();
  /* List item → its nodes, while they are in two halves. */
  let items = new Map();
  let turn = 0;

  /* What is open */

  function read() {
    const address = new URLSearchParams(location.search);
    const isKnown = choices.some((node) => node.dataset.with === address.get("with"));
    const apparatus = Boolean(apparatusButton) && address.has("apparatus");
    return settled({ beside: isKnown ? address.get("with") : "", apparatus });
  }

  /* A translation shows the apparatus in the text that it is of, which stands beside. */
  function settled({ beside, apparatus }) {
    return { beside: apparatus && source ? source : beside, apparatus };
  }

  /* Return the query of an address with this state; whatever else is in it stays. */
  function query(search, { beside, apparatus }, language = "") {
    const address = new URLSearchParams(search);
    address.delete("with");
    address.delete("apparatus");
    /* A page has nothing of its own language beside it: the two change places. */
    const other = beside && beside === language ? zhengming.language : beside;
    if (other) address.set("with", other);
    if (apparatus) address.set("apparatus", "");
    return address.toString().replace(/(^|&)apparatus=$/, "$1apparatus");
  }

  /* Pages of the same text, and of the other languages, open as this one is. */
  function link(state) {
    for (const node of document.querySelectorAll(".navigation a, .globaltoc a, a[data-language]")) {
      if (node.origin === location.origin) node.search = query(node.search, state, node.dataset.language);
    }
  }

  function press(state) {
    for (const node of choices) {
      node.setAttribute("aria-pressed", String(node.dataset.with === state.beside));
    }
    apparatusButton?.setAttribute("aria-pressed", String(state.apparatus));
    root.toggleAttribute("data-apparatus", state.apparatus);
    if (state.beside) root.dataset.beside = state.beside;
    else delete root.dataset.beside;
  }

  /* The blocks of the page */

  function blockOf(anchor) {
    const node = document.getElementById(anchor);
    if (node?.matches("section")) return node.querySelector(":scope > :is(h1, h2, h3, h4, h5, h6)");
    return node?.closest(".table-wrapper") ?? node;
  }

  /* An item of a list becomes two halves, so that its sign stays where it is. */
  function halves(item) {
    const nodes = [...item.childNodes];
    const pair = document.createElement("div");
    const one = document.createElement("div");
    pair.className = "zm-pair";
    items.set(item, nodes);
    one.append(...nodes.filter((node) => !node.matches?.("ul, ol")));
    pair.append(one);
    item.prepend(pair);
    return one;
  }

  function close() {
    for (const [one, other] of partners) {
      other.remove();
      one.classList.remove("zm-one");
    }
    for (const [item, nodes] of items) item.replaceChildren(...nodes);
    partners = new Map();
    items = new Map();
  }

  function open(content, language) {
    for (const [anchor, inside] of content) {
      const block = blockOf(anchor);
      if (!block || !inside) continue;
      const one = block.matches("li") ? halves(block) : block;
      /* What the witness has lost is no heading. */
      const isAlike = block.matches("p, h1, h2, h3, h4, h5, h6") && inside.textContent;
      const other = document.createElement(isAlike ? block.localName : "div");
      other.className = "zm-beside";
      other.lang = language;
      other.dataset.of = anchor;
      other.append(inside);
      one.classList.add("zm-one");
      one.after(other);
      partners.set(one, other);
    }
  }

  /* What stands beside them */

  async function load(name) {
    if (name === WITNESS) {
      const { language, paragraphs } = await zhengming.apparatus.load();
      const content = Object.keys(paragraphs).map((at) => [at, zhengming.apparatus.received(at)]);
      return { content, language };
    }
    const pieces = await zhengming.load(`parallel/${page}`, name);
    const content = Object.entries(pieces).map(([anchor, html]) => [anchor, parsed(html)]);
    return { content, language: choices.find((node) => node.dataset.with === name).lang };
  }

  /* Pieces of our own pages; still, no ids and no scripts come with them. */
  function parsed(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    for (const node of body.querySelectorAll("script, style, iframe, object, embed")) node.remove();
    for (const node of body.querySelectorAll("[id]")) node.removeAttribute("id");
    const fragment = document.createDocumentFragment();
    fragment.append(...body.childNodes);
    return fragment;
  }

  /* Opening */

  async function show(state) {
    const mine = ++turn;
    let found = null;
    try {
      const beside = state.beside && load(state.beside);
      if (state.apparatus || state.beside === WITNESS) await zhengming.apparatus.load();
      found = await beside;
    } catch {
      if (mine === turn) fail();
      return;
    }
    if (mine !== turn) return;
    const place = placeRead();
    zhengming.cards?.hide();
    zhengming.apparatus?.lift();
    close();
    press(state);
    if (found) open(found.content, found.language);
    mark(state);
    link(state);
    tools.querySelector("[role=status]").textContent = "";
    restore(place);
    delete root.dataset.opening;
  }

  /* The emendations, where the text is that they are of. */
  function mark({ beside, apparatus }) {
    if (apparatus || (beside === WITNESS && !source)) {
      zhengming.apparatus.lay((anchor) => {
        const block = blockOf(anchor);
        return source ? partners.get(block) : block;
      });
    }
    zhengming.apparatus?.hide();
  }

  function fail() {
    const state = { beside: "", apparatus: false };
    zhengming.apparatus?.lift();
    close();
    press(state);
    link(state);
    write(state);
    tools.querySelector("[role=status]").textContent = failed;
    delete root.dataset.opening;
  }

  /* Who reads stays at the paragraph; who came for a paragraph comes to it. */
  function placeRead() {
    if (root.hasAttribute("data-opening")) return null;
    if (window.scrollY <= 200) return null;
    const above = tools.getBoundingClientRect().bottom - 1;
    const places = [...article.querySelectorAll("p[id], section[id] > :is(h1, h2, h3, h4), li[id]")]
      .map((node) => ({ node, ...node.getBoundingClientRect().toJSON() }));
    /* That begins on the screen, or else fills it. */
    const isRead = ({ top }) => top >= above && top < window.innerHeight * 0.6;
    return places.find(isRead) ?? places.find(({ bottom }) => bottom > above) ?? null;
  }

  /* On a narrow page the row of choices goes while one reads on; see beside.css. */

  let height = window.scrollY;

  function follow() {
    const way = window.scrollY - height;
    height = window.scrollY;
    const isRead = Math.abs(way) < window.innerHeight / 2;
    if (isRead && way) root.toggleAttribute("data-onward", way > 0 && height > 200);
  }

  window.addEventListener("scroll", follow, { passive: true });

  function restore(place) {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const behavior = "instant";
    if (place) {
      window.scrollBy({ top: place.node.getBoundingClientRect().top - place.top, behavior });
      height = window.scrollY;
    } else if (named && root.hasAttribute("data-opening")) {
      named.scrollIntoView({ behavior });
    }
  }

  function write(state) {
    const address = new URL(location.href);
    address.search = query(address.search, state);
    history.replaceState(history.state, "", address);
  }

  function change(state) {
    const wanted = settled(state);
    write(wanted);
    show(wanted);
  }

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const state = read();
    if (button?.dataset.with) {
      const beside = button.dataset.with === state.beside ? "" : button.dataset.with;
      change({ beside, apparatus: state.apparatus && !source });
    } else if (button) {
      const beside = state.apparatus && source ? "" : state.beside;
      change({ beside, apparatus: !state.apparatus });
    }
  });

  /* The same concept on both sides */

  let lit = [];

  function same(event) {
    for (const node of lit) node.classList.remove("zm-same");
    lit = [];
    const term = partners.size && event.target.closest?.("[data-concept]");
    const side = term && term.closest(".zm-one, .zm-beside");
    if (!side) return;
    const other = partners.get(side) ?? [...partners].find((pair) => pair[1] === side)?.[0];
    for (const name of term.dataset.concept.split(" ")) {
      for (const where of [side, other]) {
        for (const node of where.querySelectorAll(`[data-concept~="${CSS.escape(name)}"]`)) {
          node.classList.add("zm-same");
          lit.push(node);
        }
      }
    }
  }

  document.addEventListener("pointerover", same);
  document.addEventListener("focusin", same);

  const first = read();
  if (first.beside || first.apparatus) show(first);
  else delete root.dataset.opening;
})();
