// Shows the methods that fit the chosen type of exchange. The server checks them again.
(() => {
  "use strict";

  const start = () => {
    const boxes = [...document.querySelectorAll('input[name="methods"][data-types]')];
    const types = [...document.querySelectorAll('input[name="type"]')];
    if (!boxes.length || !types.length) return;
    const unticked = new Set(); // By this script: ticked again if the type comes back.

    const update = () => {
      const type = types.find((radio) => radio.checked)?.value;
      if (!type) return;
      for (const box of boxes) {
        const fits = box.dataset.types.split(" ").includes(type);
        (box.closest("li, div") ?? box.closest("label")).hidden = !fits;
        if (!fits && box.checked) {
          box.checked = false;
          unticked.add(box);
        } else if (fits && unticked.delete(box)) {
          box.checked = true;
        }
      }
    };
    for (const radio of types) radio.addEventListener("change", update);
    update();
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
