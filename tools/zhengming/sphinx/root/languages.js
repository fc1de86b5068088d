/* To the language chosen before, else to the first of the browser's that is here. At #languages,
   and for whoever reads none of them, the links of the page stay. */
"use strict";

(() => {
  if (location.hash === "#languages") return;
  const known = JSON.parse(document.currentScript.dataset.known);

  function wide(tag) {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    return [language, script, region === "MO" ? "HK" : region];
  }

  function pick() {
    const chosen = localStorage.getItem("zhengming-language");
    if (chosen && Object.values(known).includes(chosen)) return chosen;
    for (const wanted of navigator.languages.map(wide)) {
      for (const length of [3, 2, 1]) {
        const found = Object.keys(known).find(
          (tag) => wide(tag).slice(0, length).join() === wanted.slice(0, length).join());
        if (found) return known[found];
      }
    }
    return "";
  }

  let folder = "";
  try {
    folder = pick();
  } catch {
    /* Stored things or tags that nobody can read. */
  }
  if (folder) location.replace(`${folder}/index.html`);
})();
