// A form that sends to HART. Its key makes it count once, so it is sent and, once there was an answer, sent again to
// come to the page that follows. Without an answer the page stays, with all that was typed, and says so.
(() => {
  const form = document.querySelector("form[data-send]");
  const words = document.querySelector("[data-send-state]");
  if (!form || !words) return;

  const TIMEOUT = 20000;
  let isOnItsWay = false;
  let isLeaving = false;

  const knock = async () => {
    const response = await fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.status >= 500) throw new Error(String(response.status));
  };

  form.addEventListener("submit", (event) => {
    if (isLeaving) return;
    event.preventDefault();
    if (isOnItsWay) return;
    isOnItsWay = true;
    words.textContent = words.dataset.sending;
    knock()
      .then(() => {
        isLeaving = true;
        form.submit();
      })
      .catch(() => (words.textContent = words.dataset.noAnswer))
      .finally(() => (isOnItsWay = false));
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
})();
