// Tells on the button of the facets how many results the choice would give, before it is sent.
(() => {
  "use strict";
  const form = document.querySelector("[data-facets]");
  if (!form) return;
  const button = form.querySelector("[data-facets-submit]");
  let waiting = 0;
  let asked = null;

  const say = (total) => {
    if (total === 0) button.textContent = button.dataset.none;
    else if (total === 1) button.textContent = button.dataset.one;
    else button.textContent = button.dataset.many.replace("{n}", total.toLocaleString(document.documentElement.lang));
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${form.getAttribute("action")}?${query}`, { signal: asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const total = page.querySelector("[data-total]");
      if (total) say(Number(total.dataset.total));
    } catch {
      // Offline, or overtaken by the next choice: the button still sends the form.
    }
  };

  button.setAttribute("aria-live", "polite");
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
})();
