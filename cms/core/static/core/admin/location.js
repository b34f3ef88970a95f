// Draws the map beside a position, when it comes into sight. The field works without it.
(() => {
  "use strict";
  // Zooms that show where one is: the drawing has no streets.
  const CLOSE = { tiles: 15, drawn: 10 };
  const PAIR = /^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*(?:[,;]\s|;|\s)\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$|^\s*(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)\s*$/;

  const read = (text) => {
    const match = PAIR.exec(text);
    if (!match) return null;
    const [lat, lng] = [match[1] ?? match[3], match[2] ?? match[4]].map((number) => Number(number.replace(",", ".")));
    return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? [lat, lng] : null;
  };

  const sketch = async (map, url) => {
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok) return;
    const drawn = await answer.json();
    L.polygon(drawn.land, { color: "#8a8f98", weight: 1, fillColor: "#fff", fillOpacity: 1, interactive: false }).addTo(map);
    for (const river of drawn.rivers) L.polyline(river, { color: "#9fc0d9", weight: 1.5, interactive: false }).addTo(map);
    for (const [label, lat, lng] of drawn.towns) {
      const name = document.createElement("span");
      name.textContent = label;
      L.marker([lat, lng], { icon: L.divIcon({ className: "location-input__town", html: name, iconSize: [0, 0] }), interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
    }
  };

  const draw = (box) => {
    const field = box.querySelector("input");
    const frame = document.createElement("div");
    frame.className = "location-input__map";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", box.dataset.wordMap);
    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "button button-small button-secondary";
    clear.textContent = box.dataset.wordClear;
    box.append(frame, clear);

    const start = read(field.value);
    const close = box.dataset.tiles ? CLOSE.tiles : CLOSE.drawn;
    const map = L.map(frame, { scrollWheelZoom: false, attributionControl: false, zoomControl: false });
    map.setView(start ?? [Number(box.dataset.lat), Number(box.dataset.lng)], start ? close : Number(box.dataset.zoom));
    L.control.zoom({ zoomInTitle: box.dataset.wordIn, zoomOutTitle: box.dataset.wordOut }).addTo(map);
    if (box.dataset.tiles) {
      L.control.attribution({ prefix: false }).addTo(map);
      L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution, maxZoom: 19 }).addTo(map);
    } else {
      sketch(map, box.dataset.drawn);
    }

    const icon = L.divIcon({ className: "location-input__pin", iconSize: [28, 28], iconAnchor: [14, 28] });
    const marker = L.marker(start ?? map.getCenter(), { icon, draggable: true, alt: field.value, keyboard: false });
    const show = (point) => {
      clear.hidden = !field.value;
      if (!point) {
        marker.remove();
        return;
      }
      marker.setLatLng(point).addTo(map);
    };
    const write = ({ lat, lng }) => {
      field.value = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
      field.setCustomValidity("");
      field.dispatchEvent(new Event("change", { bubbles: true }));
      show([lat, lng]);
    };

    map.on("click", ({ latlng }) => write(latlng.wrap()));
    marker.on("dragend", () => write(marker.getLatLng().wrap()));
    clear.addEventListener("click", () => {
      field.value = "";
      field.setCustomValidity("");
      field.dispatchEvent(new Event("change", { bubbles: true }));
      show(null);
      field.focus();
    });
    field.addEventListener("input", () => {
      const point = read(field.value);
      field.setCustomValidity(field.value.trim() && !point ? box.dataset.wordWrong : "");
      show(point);
      if (point) map.setView(point, Math.max(map.getZoom(), close));
    });
    // A commune that was chosen shows where to click.
    box.closest("form")?.addEventListener("area:chosen", ({ detail }) => {
      if (!field.value && detail.lat !== null) map.setView([detail.lat, detail.lng], Math.min(close, 12));
    });
    show(start);
  };

  const watch = () => {
    const sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        draw(target);
      }
    });
    for (const box of document.querySelectorAll("[data-location]")) sight.observe(box);
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", watch);
  } else {
    watch();
  }
})();
