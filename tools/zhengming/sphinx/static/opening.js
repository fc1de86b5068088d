/* What the address wants beside the page gets its room before anything is painted, and the text
   is shown when it is whole. */
"use strict";

(() => {
  const root = document.documentElement;
  const tools = document.querySelector(".zm-tools");
  const address = new URLSearchParams(location.search);
  const apparatus = address.has("apparatus") && tools.querySelector("[data-apparatus]");
  const name = apparatus && tools.dataset.source ? tools.dataset.source : address.get("with");
  const isKnown = [...tools.querySelectorAll("[data-with]")].some((node) => node.dataset.with === name);
  if (isKnown) root.dataset.beside = name;
  if (apparatus) root.dataset.apparatus = "";
  if (isKnown || apparatus) root.dataset.opening = "";
})();
