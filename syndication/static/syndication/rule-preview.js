/* Shows the preview of a rule below its button. Without this script the button opens it in a tab. */
(() => {
  "use strict";

  const show = async (box, form, button) => {
    const result = box.querySelector("[data-rule-preview-result]");
    result.setAttribute("aria-busy", "true");
    button.disabled = true;
    try {
      const answer = await fetch(box.dataset.url, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      result.innerHTML = await answer.text();
    } catch {
      result.textContent = box.dataset.failed;
    } finally {
      result.removeAttribute("aria-busy");
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rule-preview-button]");
    if (!button || !button.form) return;
    event.preventDefault();
    show(button.closest("[data-rule-preview]"), button.form, button);
  });
})();
