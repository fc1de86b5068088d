/* What is wider than its place can be moved by the keyboard: it is a stop of the Tab key then, and
   none otherwise. Where there is more to see, its edge fades. */
"use strict";

(() => {
  function tell(node) {
    const more = node.scrollWidth - node.clientWidth - Math.abs(node.scrollLeft);
    node.toggleAttribute("data-more", more > 4);
  }

  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
      tell(target);
    }
  });
  for (const node of document.querySelectorAll(".highlight pre, .table-wrapper, .zm-legends")) {
    watcher.observe(node);
    node.addEventListener("scroll", () => tell(node), { passive: true });
  }
})();
