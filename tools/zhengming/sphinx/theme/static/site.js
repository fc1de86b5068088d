/* Shibuya names the buttons of the list of pages "Expand …" and "Collapse …", in English only. They
   get the name of the page alone here, and aria-expanded, which readers of the screen say in their
   own language. */
"use strict";

(() => {
  const list = document.querySelector(".globaltoc");
  if (!list) return;

  function name() {
    for (const button of list.querySelectorAll("li > button[aria-label]")) {
      const found = /^(Expand|Collapse) (.*)$/s.exec(button.getAttribute("aria-label"));
      if (!found) continue;
      button.setAttribute("aria-label", found[2]);
      button.setAttribute("aria-expanded", String(found[1] === "Collapse"));
    }
  }

  name();
  new MutationObserver(name).observe(list, {
    attributeFilter: ["aria-label"], childList: true, subtree: true,
  });
})();
