/* Light or dark, before anything is painted: as the reader chose, else as the system has it.
   On paper always light. */
"use strict";

(() => {
  const root = document.documentElement;

  function show(isDark) {
    root.classList.toggle("dark", isDark);
    root.classList.toggle("light", !isDark);
  }

  window.setColorMode = (mode) => {
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.colorMode = mode;
    show(mode === "auto" ? isDark : mode === "dark");
  };

  let mode;
  try {
    mode = localStorage.getItem("_theme");
  } catch {
    /* Where nothing may be stored, nothing was chosen. */
  }
  setColorMode(mode || document.currentScript.dataset.mode);
  addEventListener("beforeprint", () => show(false));
  addEventListener("afterprint", () => setColorMode(root.dataset.colorMode));
})();
