/* What is wider than its place can be moved by the keyboard: it is a stop of the Tab key then, and
   none otherwise. */
"use strict";

(() => {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const node of document.querySelectorAll(".highlight pre, .table-wrapper")) watcher.observe(node);
})();
