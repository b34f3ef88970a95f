// Draws the maps of a page: our own sketch of the land by default, tiles where a network asked for them.
(() => {
  "use strict";
  const APART = 54; // Pixels within which points gather into one pin.
  const FRANCE = [[41.3, -5.2], [51.1, 9.6]];

  const element = (name, text, className) => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const base = (box) => {
    const map = L.map(box, { zoomControl: false, scrollWheelZoom: false, zoomSnap: box.dataset.tiles ? 1 : 0.25, minZoom: 6, maxZoom: box.dataset.tiles ? 18 : 12, attributionControl: false });
    L.control.zoom({ zoomInTitle: box.dataset.wordZoomIn, zoomOutTitle: box.dataset.wordZoomOut }).addTo(map);
    const attribution = L.control.attribution({ prefix: false }).addTo(map);
    if (box.dataset.tiles) {
      L.tileLayer(box.dataset.tiles, { attribution: box.dataset.attribution }).addTo(map);
    } else {
      attribution.addAttribution(box.dataset.wordDrawn);
    }
    return map;
  };

  // The sketch: land, rivers, and the towns by which one finds one's way.
  const sketch = (map, drawn) => {
    map.createPane("sketch").style.zIndex = 250; // Below the points and the circle.
    const pane = "sketch";
    const land = L.polygon(drawn.land, { pane, className: "map__land", interactive: false, smoothFactor: 0.5 }).addTo(map);
    for (const river of drawn.rivers) L.polyline(river, { pane, className: "map__water", interactive: false }).addTo(map);
    const towns = L.layerGroup().addTo(map);
    const name = () => {
      towns.clearLayers();
      for (const [label, lat, lng, from] of drawn.towns) {
        if (map.getZoom() < from) continue;
        L.marker([lat, lng], { icon: L.divIcon({ className: "map__town", html: element("span", label) }), interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(towns);
      }
    };
    map.on("zoomend", name);
    name();
    return land.getBounds();
  };

  const pin = (latlng, size, title, text, className) =>
    L.marker(latlng, {
      icon: L.divIcon({ className: `map__pin ${className}`, iconSize: [size, size], html: text ? element("span", text) : "" }),
      title,
      alt: title,
    });

  const popup = (features, close) => {
    const list = element("ul");
    for (const { properties } of features) {
      const item = element("li");
      const link = element("a", properties.title || properties.name || "");
      link.href = properties.url;
      item.append(link);
      if (properties.where) item.append(element("p", properties.where));
      list.append(item);
    }
    const bubble = L.popup({ maxWidth: 280, minWidth: 200 }).setContent(list);
    bubble.on("add", () => bubble.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", close));
    return bubble;
  };

  // Points that would overlap at this zoom are gathered, so that a pin can always be hit with a thumb.
  const gather = (map, features) => {
    const groups = [];
    for (const feature of features) {
      const [lng, lat] = feature.geometry.coordinates;
      const at = map.project([lat, lng]);
      const near = groups.find((group) => at.distanceTo(group.at) < APART);
      if (near) {
        near.features.push(feature);
      } else {
        groups.push({ at, latlng: L.latLng(lat, lng), features: [feature] });
      }
    }
    return groups;
  };

  const many = async (box, map) => {
    map.fitBounds(FRANCE);
    const answer = await fetch(box.dataset.pointsUrl);
    const features = answer.ok ? (await answer.json()).features.filter((feature) => feature.geometry) : [];
    const pins = L.layerGroup().addTo(map);
    const bounds = L.latLngBounds(features.map(({ geometry: { coordinates: [lng, lat] } }) => [lat, lng]));
    if (!bounds.isValid()) return false;
    // Clear of the zoom buttons and of the words at the foot.
    map.fitBounds(bounds, { maxZoom: 10, paddingTopLeft: [64, 28], paddingBottomRight: [28, 40] });

    const draw = () => {
      pins.clearLayers();
      for (const { features: near, latlng } of gather(map, features)) {
        const count = near.length;
        const one = count === 1;
        const title = one ? near[0].properties.title || near[0].properties.name : box.dataset.wordMany.replace("{n}", count);
        const marker = pin(latlng, one ? 26 : Math.min(52, Math.round(30 + 9 * Math.log10(count))), title, one ? "" : String(count), one ? "map__pin--one" : "");
        if (one || map.getZoom() >= map.getMaxZoom() || count <= 4) marker.bindPopup(popup(near, box.dataset.wordClose));
        else marker.on("click keypress", () => map.setView(latlng, Math.min(map.getZoom() + 2, map.getMaxZoom())));
        marker.addTo(pins);
      }
    };
    map.on("zoomend", draw);
    draw();
    return true;
  };

  const one = (box, map) => {
    const at = [Number(box.dataset.lat), Number(box.dataset.lng)];
    const precise = box.dataset.precise === "1";
    map.setView(at, box.dataset.tiles ? (precise ? 15 : 12) : 8.5);
    if (precise) pin(at, 30, box.dataset.label, "", "map__pin--one").addTo(map);
    else L.circle(at, { radius: 3500, className: "map__around", interactive: false }).addTo(map);
    return true;
  };

  const fill = async (box) => {
    const map = base(box);
    const drawing = box.dataset.tiles ? null : fetch(box.dataset.landUrl).then((answer) => answer.json());
    const placed = await (box.dataset.pointsUrl ? many(box, map).catch(() => false) : one(box, map));
    const land = drawing && sketch(map, await drawing);
    if (land && !placed) map.fitBounds(land);
  };

  for (const box of document.querySelectorAll("[data-map]")) fill(box);
})();
