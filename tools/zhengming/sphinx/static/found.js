/* Marks the words that a reader came for, `?find=…`, in the paragraph of the address. The page itself
   is not changed, so that what else marks it, or copies it, finds it as it is. */
"use strict";

(() => {
  const wanted = new URLSearchParams(location.search).getAll("find").filter(Boolean);
  if (!wanted.length || !CSS.highlights) return;

  function mark() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const block = named?.matches("section") ? named.firstElementChild : named;
    const ranges = block ? found(block) : [];
    CSS.highlights.set("zm-found", new Highlight(...ranges));
    const at = ranges[0]?.getBoundingClientRect();
    if (at && at.bottom > window.innerHeight) {
      window.scrollBy({ top: at.top - window.innerHeight / 2, behavior: "instant" });
    }
  }

  /* Notes and signs are no text of a paragraph; words of Latin letters may have another case. */
  function found(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".zm-noteref, .zm-permalink, .headerlink, .zm-beside")
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const texts = [];
    let whole = "";
    while (walker.nextNode()) {
      texts.push({ node: walker.currentNode, start: whole.length });
      whole += walker.currentNode.data.toLowerCase();
    }
    const place = (at) => {
      const { node, start } = texts.findLast((text) => text.start <= at);
      return [node, at - start];
    };
    return wanted.flatMap((words) => [...whole.matchAll(pattern(words))].map(({ index, 0: { length } }) => {
      const range = new Range();
      range.setStart(...place(index));
      const [node, last] = place(index + length - 1);
      range.setEnd(node, last + 1);
      return range;
    }));
  }

  function pattern(words) {
    const escaped = words.toLowerCase().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    return new RegExp(escaped.replace(/\s+/g, "\\s+"), "g");
  }

  mark();
  window.addEventListener("hashchange", mark);
})();
