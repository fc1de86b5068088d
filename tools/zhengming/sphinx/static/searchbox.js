/* The box in the head of each page, which opens a dialog to search in, and the page that does the
   same under an address. Both are a combobox: the input keeps the focus, arrows choose a result. */
"use strict";

(() => {
  const button = document.querySelector(".zm-search");
  if (!button) return;
  const label = button.getAttribute("aria-label");
  const { address, close, failed } = button.dataset;
  const plural = new Intl.PluralRules(document.documentElement.lang);

  /* How many paragraphs of texts there are at first, and how many of all else. */
  const FEW = 5;
  const ENOUGH = 40;

  /* Signs of a sentence around what was found in it; Latin ones are half as wide. */
  const BEFORE = 32;
  const AFTER = 64;
  const SENTENCE = /.+?(?:[。！？；]+[”’」』）》]*|[.!?;](?=\s)|\n|$)/gsu;

  function element(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  /* Places in their order; those that touch are one. */
  function merged(places) {
    const found = [];
    for (const [from, to] of places.flat().sort(([one], [other]) => one - other)) {
      if (from <= found.at(-1)?.[1]) found.at(-1)[1] = Math.max(to, found.at(-1)[1]);
      else found.push([from, to]);
    }
    return found;
  }

  /* A stretch of a text, with what was found in it as marks. */
  function marked(text, places, start = 0, end = text.length) {
    const nodes = [];
    let at = start;
    for (const [from, to] of merged(places)) {
      if (to <= start || from >= end) continue;
      const [first, last] = [Math.max(start, from), Math.min(to, end)];
      nodes.push(text.slice(at, first), element("mark", {}, text.slice(first, last)));
      at = last;
    }
    return [...nodes, text.slice(at, end)];
  }

  /* The sentences in which terms are found first; of long ones what is near. */
  function excerpt(text, places) {
    const width = /[\u3400-\u9fff]/.test(text) ? 1 : 2;
    const sentences = [...text.matchAll(SENTENCE)].map((m) => [m.index, m.index + m[0].length]);
    const stretches = [];
    const firsts = places.filter((each) => each.length).map(([first]) => first);
    for (const [from, to] of firsts.sort(([one], [other]) => one - other)) {
      const [first] = sentences.find(([, end]) => from < end);
      const [, last] = sentences.find(([, end]) => to <= end);
      const start = first + headless(text.slice(first, from), BEFORE * width);
      const end = to + tailless(text.slice(to, last), AFTER * width);
      if (start <= stretches.at(-1)?.[1]) stretches.at(-1)[1] = end;
      else stretches.push([start, end]);
    }
    const isCut = (at) => at < text.length && !sentences.some(([start]) => start === at);
    return stretches.flatMap(([start, end], number) => [
      number && width > 1 ? " " : "",
      isCut(start) ? "…" : "",
      ...marked(text, places, start, end),
      isCut(end) ? "…" : "",
    ]);
  }

  /* Where to begin a text of which at most so many signs are wanted: at a word, if it has any. */
  function headless(text, most) {
    const start = Math.max(0, text.length - most);
    const space = text.indexOf(" ", start);
    return start && space > 0 ? space + 1 : start;
  }

  function tailless(text, most) {
    const space = text.lastIndexOf(" ", most);
    return text.length > most && space > 0 ? space : Math.min(text.length, most);
  }

  function counted(words, count) {
    return words[plural.select(count) === "one" ? 0 : 1].replace("{n}", count);
  }

  function summary(query, { concepts, titles, texts, others }, words) {
    const counts = [
      [words.concepts, concepts.length],
      [words.titles, titles.length],
      [texts.isAll ? words.texts : words.texts_at_least, texts.paragraphs.length],
      [others.isAll ? words.others : words.others_at_least, others.paragraphs.length],
    ].filter(([, count]) => count);
    if (!counts.length) return words.none.replace("{query}", query);
    return counts.map(([word, count]) => counted(word, count)).join(words.and);
  }

  /* The title of a page; of the first page, which lists all, nothing. */
  function nameOf(index, page) {
    const { parent, titles, name } = index.pages[page] ?? {};
    return parent >= 0 ? titles[0]?.[1] ?? name : "";
  }

  /* The title of a page, behind that of the page that lists it. */
  function path(index, page) {
    const { parent, titles, name } = index.pages[page];
    return [nameOf(index, parent), titles[0]?.[1] ?? name].filter(Boolean).join(" › ");
  }

  /* `words` are what the page will mark. */
  function option(index, page, anchor, words, ...children) {
    const target = new URL(`${index.pages[page].name}.html`, zhengming.root);
    for (const each of words) target.searchParams.append("find", each);
    target.hash = anchor;
    return element("a", { role: "option", href: target.href, tabindex: -1 }, ...children);
  }

  function group(name, options) {
    if (!options.length) return [];
    const title = element("div", { class: "zm-search-group", "aria-hidden": "true" }, name);
    return [element("div", { role: "group", "aria-label": name }, title, ...options)];
  }

  /* Name, how it is written elsewhere, and definition; marks stand in the name, if it has any. */
  function conceptOption(index, { page, forms, wrong }, definition, expressions) {
    const [[anchor, name]] = index.pages[page].titles;
    const marks = (text) => marked(text, index.places(text, expressions));
    const isNamed = index.places(name, expressions).flat().length > 0;
    const others = new Map();
    for (const [lang, [form]] of Object.entries(forms)) {
      if (form === name || others.has(form)) continue;
      others.set(form, element("span", { lang }, ...(isNamed ? [form] : marks(form))));
    }
    return option(
      index, page, anchor, [],
      element("strong", {}, ...marks(name)),
      ...others.values(),
      ...wrong.map((form) => element("del", {}, form)),
      element("span", { class: "zm-search-text" }, ...marks(definition)),
    );
  }

  function titleOption(index, { page, anchor, text, places }) {
    const { parent, titles } = index.pages[page];
    const isPage = anchor === titles[0][0];
    return option(
      index, page, anchor, [],
      element("strong", {}, ...marked(text, places)),
      element("span", { class: "zm-search-place" }, isPage ? nameOf(index, parent) : path(index, page)),
    );
  }

  function paragraphOption(index, { page, anchor, text, places }) {
    const number = /^p0*([0-9]+[a-z]*)$/.exec(anchor);
    const place = number ? index.words.paragraph.replace("{n}", number[1]) : "";
    const words = new Set(places.flat().map(([start, end]) => text.slice(start, end)));
    return option(
      index, page, anchor, words,
      element("span", { class: "zm-search-text" }, ...excerpt(text, places)),
      element("span", { class: "zm-search-place" }, place),
    );
  }

  function paragraphGroups(index, paragraphs) {
    const pages = new Map();
    for (const each of paragraphs) {
      if (!pages.has(each.page)) pages.set(each.page, []);
      pages.get(each.page).push(paragraphOption(index, each));
    }
    return [...pages].flatMap(([page, options]) => group(path(index, page), options));
  }

  /* Paragraphs of pages that are no texts: few, so that they need one title for all. */
  function otherGroup(index, paragraphs) {
    const options = paragraphs.map((each) => {
      const found = paragraphOption(index, each);
      found.lastElementChild.textContent = path(index, each.page);
      return found;
    });
    return group(index.words.other_group, options);
  }

  /* The input and its list; `isEager` if Enter shall lead to the first result. */
  class Search {
    constructor(isEager) {
      this.isEager = isEager;
      this.number = 0;
      this.options = [];
      this.input = element("input", {
        "type": "text", "role": "combobox", "aria-label": label, "placeholder": label,
        "aria-autocomplete": "list", "aria-controls": "zm-search-list", "aria-expanded": "false",
        "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false",
        "enterkeyhint": "search",
      });
      this.status = element("p", { class: "zm-search-count", role: "status" });
      this.list = element("div", { id: "zm-search-list", role: "listbox", "aria-label": label });
      this.more = element("button", { class: "zm-search-more", type: "button", hidden: "" });
      this.input.addEventListener("input", (event) => {
        if (!event.isComposing) this.ask();
      });
      this.input.addEventListener("compositionend", () => this.ask());
      this.input.addEventListener("keydown", (event) => {
        /* In Safari the key that ends a composition is no part of it, but has this code. */
        if (!event.isComposing && event.keyCode !== 229) this.press(event);
      });
      this.more.addEventListener("click", () => this.ask(this.enough * 5, this.few * 20));
      this.ask();
    }

    ask(enough = ENOUGH, few = FEW) {
      this.enough = enough;
      this.few = few;
      /* Who is fast presses Enter before there is an answer. */
      this.answered = this.answer(enough, few);
    }

    async answer(enough, few) {
      const query = this.input.value.trim();
      const number = ++this.number;
      try {
        const index = await zhengming.search.open();
        const found = await zhengming.search.find(query, enough, few);
        const concepts = await Promise.all(found.concepts.slice(0, few).map(async (concept) =>
          conceptOption(index, concept, await index.beginning(concept.page), found.expressions)));
        if (number === this.number) this.show(index, query, found, concepts, few);
      } catch (error) {
        this.status.textContent = failed;
        throw error;
      }
    }

    show(index, query, found, concepts, few) {
      const { words } = index;
      const titles = found.titles.slice(0, few).map((each) => titleOption(index, each));
      this.list.replaceChildren(
        ...group(words.concept_group, concepts),
        ...group(words.title_group, titles),
        ...paragraphGroups(index, found.texts.paragraphs),
        ...otherGroup(index, found.others.paragraphs),
      );
      this.options = [...this.list.querySelectorAll("[role=option]")];
      for (const [at, each] of this.options.entries()) each.id = `zm-search-${at}`;
      this.status.textContent = query ? summary(query, found, words) : words.hint;
      this.list.hidden = !this.options.length;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      this.choose(this.isEager && this.options.length ? 0 : -1);
      const isCut = found.concepts.length > concepts.length || found.titles.length > titles.length;
      const hadFocus = document.activeElement === this.more;
      this.more.textContent = words.more;
      this.more.hidden = found.texts.isAll && found.others.isAll && !isCut;
      if (hadFocus && this.more.hidden) this.input.focus();
    }

    choose(number) {
      this.chosen = number;
      for (const [at, each] of this.options.entries()) {
        each.setAttribute("aria-selected", String(at === number));
      }
      const chosen = this.options[number];
      if (chosen) {
        this.input.setAttribute("aria-activedescendant", chosen.id);
        chosen.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    press(event) {
      const size = this.options.length;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && size) {
        event.preventDefault();
        this.choose((Math.max(this.chosen, step < 0 ? 0 : -1) + step + size) % size);
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.answered.then(() => this.enter());
      }
    }

    enter() {
      if (this.chosen < 0) this.input.blur();
      else this.options[this.chosen].click();
    }
  }

  /* On the page to search on: the query is in the address, and in the links to other languages. */
  function openPage(parent) {
    const search = new Search(false);
    parent.append(search.input, search.status, search.list, search.more);
    const share = () => {
      const query = search.input.value.trim();
      const own = new URL(location.href);
      own.search = query ? new URLSearchParams({ q: query }) : "";
      history.replaceState(null, "", own);
      for (const link of document.querySelectorAll("a[data-language]")) link.search = own.search;
    };
    search.input.value = new URLSearchParams(location.search).get("q") ?? "";
    search.input.addEventListener("input", share);
    share();
    search.ask();
    return () => search.input.select();
  }

  /* On all other pages: a dialog, made when it is first asked for. */
  function openDialog() {
    const search = new Search(matchMedia("(hover: hover)").matches);
    const closer = element("button", { type: "button", class: "zm-search-close" }, close);
    const link = element("a", { class: "zm-search-link", href: address });
    const dialog = element(
      "dialog", { class: "zm-search-dialog", "aria-label": label },
      element("div", { class: "zm-search-head" }, search.input, closer),
      search.status,
      search.list,
      element("div", { class: "zm-search-foot" }, search.more, link),
    );
    zhengming.search.open().then(({ words }) => { link.textContent = words.open; }, () => {});
    search.input.addEventListener("input", () => {
      const query = search.input.value.trim();
      link.search = query ? new URLSearchParams({ q: query }) : "";
    });
    closer.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      /* Who goes back finds what was asked for. */
      if (event.target.closest("[role=option]")) keep(search.input.value);
      /* Beside the dialog, or at a result: it may be on this page. */
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    document.body.append(dialog);
    return (query) => {
      dialog.showModal();
      if (query) {
        search.input.value = query;
        search.input.dispatchEvent(new Event("input"));
      }
      search.input.select();
    };
  }

  /* A query in the history: it stays with the page from which one went to a result. */
  function keep(query) {
    history.replaceState({ ...history.state, query }, "");
  }

  function again() {
    const query = history.state?.query;
    if (!query || parent) return;
    keep("");
    show(query);
  }

  const parent = document.getElementById("zm-search-page");
  let open = parent && openPage(parent);

  function show(query = "") {
    open ??= openDialog();
    if (!document.querySelector("dialog[open]")) open(query);
  }

  button.addEventListener("click", () => show());
  /* Of this page, of one that the browser kept, or of one that it loads again. */
  window.addEventListener("popstate", again);
  window.addEventListener("pageshow", again);
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const isPlain = !ctrlKey && !metaKey && !altKey;
    const isTyped = target.closest?.("input, textarea, select, [contenteditable]");
    const isControl = (ctrlKey || metaKey) && !altKey;
    if ((key === "/" && isPlain && !isTyped) || (key?.toLowerCase() === "k" && isControl)) {
      event.preventDefault();
      show();
    }
  });
})();
