// The form of an announcement, while somebody types: keeps the draft, says what is alike, proposes themes and
// places, shows the methods that fit. Everything of it works without this script; the server checks all again.
(() => {
  "use strict";

  const form = document.querySelector("[data-publish]");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
  const later = (wait, act) => {
    let timer;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(act, wait);
    };
  };
  const show = (element, shown) => {
    if (element) element.hidden = !shown;
  };

  // --- The methods that fit the type.
  const boxes = [...form.querySelectorAll('input[name="methods"]')];
  const unticked = new Set(); // By this script: ticked again if the type comes back.
  const fitMethods = () => {
    const type = chosen("type");
    if (!type) return;
    for (const box of boxes) {
      const fits = box.dataset.types.split(" ").includes(type);
      show(box.closest("label"), fits);
      if (!fits && box.checked) {
        box.checked = false;
        unticked.add(box);
      } else if (fits && unticked.delete(box)) {
        box.checked = true;
      }
    }
    for (const group of form.querySelectorAll(".methods__group")) {
      show(group, [...group.querySelectorAll("label")].some((label) => !label.hidden));
    }
    form.querySelector("[data-methods]").classList.add("methods--fitted");
  };
  for (const radio of form.querySelectorAll('input[name="type"]')) radio.addEventListener("change", fitMethods);
  fitMethods();

  // --- Places.
  const places = document.getElementById("places");
  let asked = "";
  const suggestPlaces = later(200, async () => {
    const words = field("where").value.trim();
    if (words.length < 2 || words === asked || words.endsWith(")")) return;
    asked = words;
    const answer = await fetch(`${form.dataset.areasUrl}?q=${encodeURIComponent(words)}`);
    if (!answer.ok) return;
    const found = (await answer.json()).areas;
    places.replaceChildren(
      ...found.map((area) => {
        const option = document.createElement("option");
        option.value = area.label;
        option.label = area.detail ? `${area.label} – ${area.detail}` : area.label;
        return option;
      }),
    );
  });
  field("where").addEventListener("input", suggestPlaces);

  // --- What is alike, and themes.
  const box = form.querySelector("[data-alike]");
  const fill = (list, lines) => {
    list.replaceChildren(
      ...lines.map((line) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = line.url;
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = line.title;
        item.append(link);
        const more = [line.who, line.where].filter(Boolean).join(", ");
        if (more) item.append(` – ${more}`);
        return item;
      }),
    );
    show(list, lines.length > 0);
  };
  const proposeThemes = (themes) => {
    const place = form.querySelector("[data-themes] .field__control > div, [data-themes] .field__control ul");
    if (!place) return;
    const known = new Set([...form.querySelectorAll('input[name="themes"]')].map((input) => input.value));
    // What was proposed for other words and not ticked makes room.
    for (const old of place.querySelectorAll("[data-proposed]")) {
      if (!old.querySelector("input").checked) {
        known.delete(old.querySelector("input").value);
        old.remove();
      }
    }
    for (const theme of themes.filter((each) => !known.has(each.code))) {
      const line = document.createElement("div");
      line.dataset.proposed = "";
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { type: "checkbox", name: "themes", value: theme.code });
      label.append(input, ` ${theme.label}`);
      line.append(label);
      place.append(line);
    }
    if (themes.length) field("themes_asked").value = "1";
  };
  let looked = "";
  const look = later(700, async () => {
    const title = field("title").value.trim();
    const sense = chosen("sense");
    const said = JSON.stringify([title, sense, field("text").value.length >> 6]);
    if (title.length < 4 || said === looked) return;
    looked = said;
    const query = new URLSearchParams({
      title,
      sense,
      text: field("text").value.slice(0, 1500),
      key: field("key").value,
    });
    const answer = await fetch(`${form.dataset.alikeUrl}?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    fill(box.querySelector("[data-alike-list]"), found.alike);
    fill(box.querySelector("[data-answers-list]"), found.answers);
    show(box.querySelector("[data-alike-need]"), found.alike.length > 0 && sense !== "offer");
    show(box.querySelector("[data-alike-offer]"), found.alike.length > 0 && sense === "offer");
    show(box.querySelector("[data-answers-title]"), found.answers.length > 0);
    show(box, found.alike.length + found.answers.length > 0);
    proposeThemes(found.themes);
  });
  for (const name of ["title", "text"]) field(name).addEventListener("input", look);
  for (const radio of form.querySelectorAll('input[name="sense"]')) radio.addEventListener("change", look);
  look();

  // --- The draft.
  const note = form.querySelector("[data-kept]");
  let leaving = false;
  let last = "";
  const said = () => {
    const data = new FormData(form);
    for (const name of ["picture", "csrfmiddlewaretoken", "keep"]) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  const tell = (text, link) => {
    note.textContent = text;
    if (link) {
      const way = document.createElement("a");
      Object.assign(way, { href: link, target: "_blank", rel: "noopener", textContent: new URL(link, location).pathname });
      note.append(" ", way);
    }
  };
  const keep = later(3000, async () => {
    const body = said();
    if (leaving || body === last) return;
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST",
      headers: { "X-CSRFToken": field("csrfmiddlewaretoken").value, "Content-Type": "application/x-www-form-urlencoded" },
      body,
    }).catch(() => null);
    if (!answer || leaving) return;
    const found = await answer.json().catch(() => ({}));
    if (answer.ok) {
      last = body;
      // Opened again, the page shows the draft, if there is one yet.
      if (found.edit) history.replaceState(null, "", found.edit);
    }
    if (found.message) tell(found.message, found.sign_in);
  });
  last = said();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    if (leaving) event.preventDefault(); // A second click.
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
})();
