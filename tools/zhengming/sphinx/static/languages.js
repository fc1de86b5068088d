/* The switcher leads to the same paragraph in the other language, and the choice is remembered for
   the page that picks a language. Without this script it leads to the same page. */
"use strict";

(() => {
  /* Pixels of the head of the page, and of the paragraph that it hides. */
  const HEAD = 100;

  /* The paragraph that is read: the first with an id that ends below the head of the page. */
  function place() {
    if (window.scrollY < 200) return "";
    const known = document.querySelectorAll("article p[id], article section[id], article li[id]");
    for (const node of known) {
      const { top, bottom } = node.getBoundingClientRect();
      if (node.matches("section") ? top > HEAD : bottom > HEAD) return `#${node.id}`;
    }
    return "";
  }

  function target() {
    const id = decodeURIComponent(location.hash.slice(1));
    const named = id && document.getElementById(id);
    /* Who has scrolled away from the place in the address reads another. */
    if (named && Math.abs(named.getBoundingClientRect().top) < window.innerHeight) return location.hash;
    return place();
  }

  /* On the way down: the theme ends clicks on the way up. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-language]");
    if (!link) return;
    link.hash = target();
    try {
      localStorage.setItem("zhengming-language", link.dataset.language);
    } catch {
      /* Where nothing may be stored, nothing is remembered. */
    }
  }, true);
})();
