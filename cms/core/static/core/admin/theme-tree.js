// Finds themes in a tree of boxes by words in their labels; without it the branches are opened by hand.
(() => {
  "use strict";
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const enhance = (tree) => {
    const field = document.createElement("input");
    field.type = "search";
    field.className = "theme-tree__search";
    field.placeholder = field.ariaLabel = tree.dataset.wordFind ?? "";
    // A label of the form must not submit it: Enter stays in the search.
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    const branches = [...tree.querySelectorAll(".theme-tree__branch")];
    const open = new Map(branches.map((branch) => [branch, branch.open]));
    let searched = false;

    field.addEventListener("input", () => {
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      if (words.length && !searched) for (const branch of branches) open.set(branch, branch.open);
      searched = words.length > 0;
      for (const branch of branches) {
        const top = fold(branch.querySelector("summary").textContent);
        let hits = 0;
        for (const line of branch.querySelectorAll(".theme-tree__line")) {
          const text = `${top} ${fold(line.textContent)}`;
          const hit = words.every((word) => text.includes(word)) && (words.some((word) => fold(line.textContent).includes(word)) || !words.length);
          const ticked = line.querySelector("input")?.checked;
          line.hidden = searched && !hit && !ticked;
          hits += hit;
        }
        branch.hidden = searched && !hits;
        branch.open = searched ? hits > 0 : open.get(branch);
      }
    });
    tree.prepend(field);
  };

  const start = () => document.querySelectorAll(".theme-tree[data-word-find]").forEach(enhance);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
