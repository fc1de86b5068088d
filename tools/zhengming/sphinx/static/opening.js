/* What the address wants beside the page gets its room before anything is painted, and the text
   is shown when it is whole. */
"use strict";

(() => {
  const root = document.documentElement;
  const { known, source, apparatus } = document.currentScript.dataset;
  const address = new URLSearchParams(location.search);
  const isMarked = apparatus !== undefined && address.has("apparatus");
  const name = isMarked && source ? source : address.get("with");
  const isKnown = known.split(" ").includes(name);
  if (isKnown) root.dataset.beside = name;
  if (isMarked) root.dataset.apparatus = "";
  if (isKnown || isMarked) root.dataset.opening = "";
})();
