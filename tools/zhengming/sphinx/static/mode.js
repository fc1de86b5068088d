/* Light or dark, before anything is painted: as the reader chose, else as the system has it. */
"use strict";

window.setColorMode = (mode) => {
  const root = document.documentElement;
  const isDark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  root.dataset.colorMode = mode;
  root.classList.toggle("dark", isDark);
  root.classList.toggle("light", !isDark);
};

(() => {
  let mode;
  try {
    mode = localStorage.getItem("_theme");
  } catch {
    /* Where nothing may be stored, nothing was chosen. */
  }
  setColorMode(mode || document.currentScript.dataset.mode);
})();
