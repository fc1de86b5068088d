/* Finds where pages say something. The index leads to the parts of the site that may have it; what is
   found was seen in their text, so nothing is found that is not there. See search.py. */
"use strict";

zhengming.search = (() => {
  const HAN = /[\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
  const WORD = /[a-z0-9]+/g;
  const JOINT = /(?<=[a-z0-9])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[a-z0-9])/g;
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  /* Parts that are asked for at once. */
  const MANY = 8;

  /* What a folded text is indexed by: Han by twos, one that stands alone, and the heads of words. */
  function keys(text) {
    const found = [];
    for (const [run] of text.matchAll(HAN)) {
      const signs = [...run];
      if (signs.length === 1) found.push(run);
      for (let at = 1; at < signs.length; at++) found.push(signs[at - 1] + signs[at]);
    }
    for (const [word] of text.matchAll(WORD)) found.push(word.slice(0, word.length > 4 ? 5 : 3));
    return found;
  }

  function hash(key) {
    let number = 0;
    for (const sign of key) number = (number * 257 + sign.codePointAt(0)) % 2147483647;
    return number;
  }

  /* The numbers in a row: gaps, in digits of five bits, the lowest first. */
  function decoded(row) {
    const numbers = new Set();
    let last = -1;
    let gap = 0;
    let weight = 1;
    for (const digit of row) {
      const value = DIGITS.indexOf(digit);
      gap += (value % 32) * weight;
      weight *= 32;
      if (value > 31) continue;
      last += gap + 1;
      numbers.add(last);
      gap = 0;
      weight = 1;
    }
    return numbers;
  }

  function shared(one, other) {
    return new Set([...one].filter((number) => other.has(number)));
  }

  /* Whether no word goes on beyond either end of a stretch. */
  function isWhole(text, start, end) {
    const isWord = (at) => /[a-z0-9]/.test(text.charAt(at));
    return !(isWord(start - 1) && isWord(start)) && !(isWord(end - 1) && isWord(end));
  }

  /* Words match from their heads, those of one or two letters as a whole. Between Han and Latin a
     text may have a space or none. */
  function pattern(form) {
    const head = /^[a-z0-9]/.test(form) ? "(?<![a-z0-9])" : "";
    const tail = /(?<![a-z0-9])[a-z0-9]{1,2}$/.test(form) ? "(?![a-z0-9])" : "";
    const escaped = form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    return head + escaped.replace(/ /g, "\\s+").replace(JOINT, "\\s?") + tail;
  }

  function expression(term) {
    const pieces = term.map((forms) => `(?:${forms.map(pattern).join("|")})`);
    return new RegExp(pieces.join("\\s?"), "gu");
  }

  class Index {
    constructor({ words, fold, pages, parts, common, index }) {
      this.words = words;
      this.pages = pages;
      /* The first page of each part. */
      this.parts = parts;
      this.rows = index.split(",");
      this.decoded = new Map();
      /* Han in so many parts that the index has none of them. */
      this.common = new Set(common);
      this.signs = new Map();
      for (let at = 0; at < fold.length; at += 2) this.signs.set(fold[at], fold[at + 1]);
      this.learn();
    }

    /* Keeps which folded forms mean the same: all right ones, of every language. */
    learn() {
      this.concepts = [];
      this.meanings = new Map();
      this.longest = 0;
      for (const [page, { forms }] of this.pages.entries()) {
        if (!forms) continue;
        const { "": wrong = [], ...right } = forms;
        const meant = this.folded(Object.values(right).flat());
        const known = [...meant, ...this.folded(wrong)];
        this.concepts.push({ page, forms: right, wrong, known });
        for (const form of known) {
          this.meanings.set(form, new Set([form, ...this.meanings.get(form) ?? [], ...meant]));
          this.longest = Math.max(this.longest, form.length);
        }
      }
    }

    folded(texts) {
      return texts.map((text) => this.fold(text));
    }

    fold(text) {
      let folded = "";
      for (const sign of text) folded += this.signs.get(sign) ?? sign;
      return folded;
    }

    /* What a query asks for: terms, all of which a place must have. A term is a list of pieces that
       follow one another, a piece a list of forms one of which must stand there. */
    terms(query) {
      const found = [];
      const folded = this.fold(query).replace(/\s+/g, " ");
      for (const [, quoted, plain] of folded.matchAll(/"([^"]*)"|([^"]+)/g)) {
        if (plain) found.push(...this.split(plain));
        else if (quoted.trim()) found.push([[quoted.trim()]]);
      }
      return found;
    }

    /* Spaces divide terms, but forms of the glossary are kept together. */
    split(text) {
      const found = [[]];
      let isNew = true;
      for (let at = 0; at < text.length;) {
        const form = this.form(text, at);
        if (form) found.at(-1).push([...this.meanings.get(form)]);
        else if (text[at] === " ") found.push([]);
        else if (isNew) found.at(-1).push([text[at]]);
        else found.at(-1).at(-1)[0] += text[at];
        isNew = Boolean(form) || text[at] === " ";
        at += form.length || 1;
      }
      return found.filter((term) => term.length);
    }

    /* The longest form that begins here, "" if none does. */
    form(text, start) {
      for (let end = Math.min(text.length, start + this.longest); end > start; end--) {
        const form = text.slice(start, end);
        if (this.meanings.has(form) && isWhole(text, start, end)) return form;
      }
      return "";
    }

    /* The parts that may have all terms, in the order of the site. */
    candidates(terms) {
      let parts = new Set(this.parts.keys());
      for (const forms of terms.flat()) {
        parts = shared(parts, new Set(forms.flatMap((form) => [...this.having(form)])));
      }
      return [...parts].sort((one, other) => one - other);
    }

    /* The parts that may have a form: all, if nothing in it is indexed. */
    having(form) {
      let parts = new Set(this.parts.keys());
      for (const key of keys(form)) {
        if (!this.common.has(key)) parts = shared(parts, this.row(hash(key) % this.rows.length));
      }
      return parts;
    }

    row(number) {
      if (!this.decoded.has(number)) this.decoded.set(number, decoded(this.rows[number]));
      return this.decoded.get(number);
    }

    /* Where terms stand in a text: a list of [start, end] for each. */
    places(text, expressions) {
      const folded = this.fold(text);
      return expressions.map((one) =>
        [...folded.matchAll(one)].map(({ index, 0: found }) => [index, index + found.length]));
    }

    /* The concepts of a query: by a form of theirs, by its head, by any part of it. Of wrong forms
       they keep those that were asked for. */
    conceptsOf(query, terms, expressions) {
      const plain = this.fold(query).trim().replace(/\s+/g, " ");
      const meant = new Set(terms.length === 1 && terms[0].length === 1 ? terms[0][0] : [plain]);
      const rank = (form) => {
        if (meant.has(form)) return 0;
        if (form.startsWith(plain)) return form.length;
        return expressions.every((one) => form.search(one) >= 0) ? 1000 + form.length : Infinity;
      };
      const asked = (forms) => forms.filter((form) => this.fold(form).includes(plain));
      return this.concepts
        .map((concept) => [Math.min(...concept.known.map(rank)), concept])
        .filter(([number]) => number < Infinity)
        .sort(([one], [other]) => one - other)
        .map(([, { page, forms, wrong }]) =>
          ({ page, forms, wrong: asked(Object.values(forms).flat()).length ? [] : asked(wrong) }));
    }

    /* The headings that have all terms. */
    titlesOf(candidates, expressions) {
      return candidates.flatMap((part) => this.pagesOf(part)).flatMap((page) =>
        this.matching(page, this.pages[page].titles, expressions).filter(hasAll));
    }

    /* Where a restored text has all terms, and where another page has. */
    async paragraphsOf(candidates, expressions, enough, few) {
      /* A site without such texts has no others either. */
      const hasTexts = this.pages.some((page) => page.isText);
      const isText = (part) => !hasTexts || Boolean(this.pages[this.parts[part]].isText);
      const [texts, others] = await Promise.all([
        this.within(candidates.filter(isText), expressions, enough),
        this.within(candidates.filter((part) => !isText(part)), expressions, few),
      ]);
      return { texts, others };
    }

    /* The paragraphs that have all terms, part by part until there are enough; `isAll` says whether
       there are no others. Where only the page has all, it is there with its best line, last. */
    async within(candidates, expressions, enough) {
      const found = [];
      const others = [];
      let at = 0;
      for (; at < candidates.length && found.length <= enough; at += MANY) {
        const parts = candidates.slice(at, at + MANY);
        const texts = await Promise.all(parts.map((part) => this.text(part)));
        for (const [number, part] of parts.entries()) {
          for (const page of this.pagesOf(part)) {
            const { name, titles } = this.pages[page];
            const there = this.matching(page, texts[number][name] ?? [], expressions);
            const all = [...there, ...this.matching(page, titles, expressions)];
            found.push(...there.filter(hasAll));
            if (!all.some(hasAll) && isSpread(all, expressions)) others.push(best(all));
          }
        }
      }
      if (at >= candidates.length) found.push(...others);
      return { paragraphs: found.slice(0, enough), isAll: found.length <= enough };
    }

    /* The lines of a page that have any of the terms. */
    matching(page, lines, expressions) {
      return lines
        .map(([anchor, text]) => ({ page, anchor, text, places: this.places(text, expressions) }))
        .filter(({ places }) => places.some((each) => each.length));
    }

    pagesOf(part) {
      const [start, end = this.pages.length] = this.parts.slice(part, part + 2);
      return Array.from({ length: end - start }, (_page, at) => start + at);
    }

    /* A promise of the lines of each page in a part. */
    text(part) {
      return zhengming.load(`search/${this.pages[this.parts[part]].name}`);
    }

    /* A promise of how a page begins. */
    async beginning(page) {
      const part = this.parts.findLastIndex((first) => first <= page);
      return (await this.text(part))[this.pages[page].name]?.[0]?.[1] ?? "";
    }
  }

  function hasAll({ places }) {
    return places.every((each) => each.length);
  }

  /* Whether each term is in one of the paragraphs. */
  function isSpread(paragraphs, expressions) {
    return expressions.every((_one, number) => paragraphs.some(({ places }) => places[number].length));
  }

  function best(paragraphs) {
    const count = ({ places }) => places.filter((each) => each.length).length;
    return paragraphs.reduce((one, other) => (count(other) > count(one) ? other : one));
  }

  let index = null;

  /* A promise of the index. */
  function open() {
    index ??= zhengming.load("search").then((value) => new Index(value));
    /* What did not come may be asked for again. */
    index.catch(() => { index = null; });
    return index;
  }

  const NONE = { paragraphs: [], isAll: true };

  /* A promise of what a query finds: concepts, headings, paragraphs of texts, at most `enough`, and
     of other pages, at most `few`. */
  async function find(query, enough, few) {
    const known = await open();
    const terms = known.terms(query);
    const expressions = terms.map(expression);
    if (!terms.length) return { expressions, concepts: [], titles: [], texts: NONE, others: NONE };
    const candidates = known.candidates(terms);
    const concepts = known.conceptsOf(query, terms, expressions);
    const shown = new Set(concepts.map(({ page }) => page));
    const titles = known.titlesOf(candidates, expressions).filter(({ page }) => !shown.has(page));
    const paragraphs = await known.paragraphsOf(candidates, expressions, enough, few);
    return { expressions, concepts, titles, ...paragraphs };
  }

  return { open, find };
})();
