/* Loads what pages have in files of their own: `zhengming.load(name)` is a promise of a value, in
   the language of the page or another of the site. As scripts, they load from a disk too. */
"use strict";

window.zhengming = (() => {
  const { lang, dataset } = document.documentElement;
  const own = lang.toLowerCase();
  const root = new URL(dataset.content_root, location.href);
  const asked = new Map();

  function load(name, language = own) {
    const key = JSON.stringify([language, name]);
    if (!asked.has(key)) {
      asked.set(key, ask(name, language));
      /* What did not come may be asked for again. */
      asked.get(key).promise.catch(() => asked.delete(key));
    }
    return asked.get(key).promise;
  }

  function ask(name, language) {
    const request = {};
    request.promise = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const folder = language === own ? "" : `../${language}/`;
      script.src = new URL(`${folder}_data/${name}.js`, root).href;
      script.onerror = () => reject(new Error(`${script.src} cannot be loaded`));
      request.give = resolve;
      document.head.append(script);
    });
    return request;
  }

  /* Called by the files. */
  function give(key, value) {
    asked.get(JSON.stringify(key))?.give(value);
  }

  return { load, give, language: own, root };
})();
