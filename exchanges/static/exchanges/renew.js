// Sends the form of the link in a mail: opening the link must change nothing, since programs open links too.
(() => {
  "use strict";
  const form = document.querySelector("[data-renew]");
  form?.requestSubmit();
})();
