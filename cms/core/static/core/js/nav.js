// The menu of small screens. Without this script the list simply stays open.
(() => {
  "use strict";
  const toggle = document.querySelector("[data-nav-toggle]");
  if (!toggle) return;
  const nav = document.getElementById(toggle.getAttribute("aria-controls"));

  const show = (open) => {
    toggle.setAttribute("aria-expanded", String(open));
    nav.classList.toggle("is-open", open);
  };

  toggle.addEventListener("click", () => show(toggle.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.classList.contains("is-open")) {
      show(false);
      toggle.focus();
    }
  });
})();

// The menu of the space scrolls sideways on a telephone: the room that is open is in sight.
document.querySelector(".space-menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
