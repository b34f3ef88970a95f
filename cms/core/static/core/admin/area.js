// Suggests areas while one types (an ARIA combobox); the words alone are enough without it.
(() => {
  "use strict";
  const WAIT = 150; // Milliseconds without a key before asking.
  let count = 0;

  const enhance = (box) => {
    const words = box.querySelector("[data-area-words]");
    const id = box.querySelector("[data-area-id]");
    const list = document.createElement("ul");
    list.id = `area-suggestions-${++count}`;
    list.className = "area-input__list";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
      words.setAttribute(name, value);
    }
    let found = [];
    let at = -1;
    let timer = 0;
    let asked = 0;

    const close = () => {
      list.hidden = true;
      at = -1;
      words.setAttribute("aria-expanded", "false");
      words.removeAttribute("aria-activedescendant");
    };

    const choose = (area) => {
      words.value = area.label;
      id.value = area.id;
      close();
      id.dispatchEvent(new Event("change", { bubbles: true }));
      box.dispatchEvent(new CustomEvent("area:chosen", { bubbles: true, detail: area }));
    };

    const mark = (next) => {
      at = next;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
      const item = list.children[at];
      words.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    };

    const show = () => {
      list.replaceChildren(
        ...found.map((area, index) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${index}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          const detail = document.createElement("span");
          detail.textContent = area.detail;
          item.append(area.label, " ", detail);
          item.addEventListener("mousedown", (event) => {
            event.preventDefault(); // The field keeps the focus.
            choose(area);
          });
          return item;
        }),
      );
      if (!found.length) {
        const none = document.createElement("li");
        none.className = "area-input__none";
        none.setAttribute("role", "status");
        none.textContent = box.dataset.none;
        list.append(none);
      }
      at = -1;
      list.hidden = false;
      words.setAttribute("aria-expanded", "true");
    };

    const ask = async () => {
      const mine = ++asked;
      const answer = await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(words.value)}`).catch(() => null);
      if (!answer?.ok || mine !== asked) return;
      found = (await answer.json()).areas;
      if (document.activeElement === words) show();
    };

    words.addEventListener("input", () => {
      id.value = "";
      clearTimeout(timer);
      if (words.value.trim().length < 2) {
        asked += 1;
        close();
      } else {
        timer = setTimeout(ask, WAIT);
      }
    });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      } else if (list.hidden || !found.length) {
        return;
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((Math.max(at, step < 0 ? 0 : -1) + step + found.length) % found.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        choose(found[Math.max(at, 0)]);
      }
    });
    words.addEventListener("blur", close);
  };

  // Also for fields that are added to the page later.
  document.addEventListener("focusin", ({ target }) => {
    const box = target.closest?.("[data-area]");
    if (box && !box.dataset.ready) {
      box.dataset.ready = "yes";
      enhance(box);
    }
  });
})();
