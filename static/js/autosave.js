// Sends the page's form within ten seconds of typing. The words beside it say only what has happened.
// Nothing is kept in the browser: what the server has not got is still in the fields.
(() => {
  const form = document.querySelector("form[data-autosave]");
  const words = document.querySelector("[data-save-state]");
  if (!form || !words) return;

  const PAUSE = 2000; // after the last key
  const LONGEST = 8000; // since the first unsaved one
  const RETRY = 5000;
  const TIMEOUT = 15000;
  const CARRIED = 60000; // bytes a browser still carries for a page that is being left
  let firstUnsaved = 0;
  let unsaved = false; // the server has not got what stands in the fields
  let timer = 0;
  let sending = false;
  let again = false;
  let leaving = false;

  const say = (text, state) => {
    if (words.textContent !== text) words.textContent = text;
    words.dataset.state = state;
  };

  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  // A source is added on purpose, by its own button, so until then it is not saved.
  const isOfSource = (control) => control.name.startsWith("new-");
  const sourceWaits = () => [...form.elements].some((control) => isOfSource(control) && control.value);

  const changed = (event) => {
    if (leaving || !event.target.name) return;
    if (isOfSource(event.target)) {
      unsaved = true;
      if (!firstUnsaved && !sending) say(words.dataset.source, "unsaved");
      return;
    }
    form.elements.field.value = event.target.id.replace(/^id_/, ""); // an address with this id focuses it
    const now = Date.now();
    if (!firstUnsaved) firstUnsaved = now;
    unsaved = true;
    say(words.dataset.unsaved, "unsaved");
    plan(Math.max(0, Math.min(PAUSE, firstUnsaved + LONGEST - now)));
  };

  const failed = (text, retry) => {
    say(text, "failed");
    if (retry) plan(RETRY);
  };

  const answered = async (response) => {
    if (response.status === 401) {
      const { sign_in: address } = await response.json();
      unsaved = !address.includes("/kept/"); // kept there, it is offered back after signing in
      failed(words.dataset.signedOut, false);
      const link = document.createElement("a");
      link.href = address;
      link.textContent = words.dataset.signIn;
      words.append(" ", link);
      return;
    }
    const type = response.headers.get("Content-Type") || "";
    if (!type.startsWith("application/json")) {
      failed(words.dataset.refused, false);
      return;
    }
    const said = await response.json();
    if (said.stale || said.refused) {
      failed(said.words || said.refused, false);
      return;
    }
    form.elements.seen.value = said.seen;
    if (firstUnsaved) {
      say(words.dataset.unsaved, "unsaved");
    } else {
      unsaved = sourceWaits();
      say(unsaved ? words.dataset.source : said.words, unsaved ? "unsaved" : "saved");
    }
  };

  async function send() {
    if (leaving) return;
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    const since = firstUnsaved;
    firstUnsaved = 0;
    if (words.dataset.state !== "failed") say(words.dataset.saving, "saving"); // a retry is not announced each time
    const body = new FormData(form);
    for (const name of [...body.keys()]) if (name.startsWith("new-")) body.delete(name);
    const text = new URLSearchParams(body).toString();
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: text,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Background": "1", "X-Requested-With": "fetch" },
        signal: AbortSignal.timeout(TIMEOUT),
        keepalive: text.length < CARRIED,
      });
      await answered(response);
    } catch {
      firstUnsaved = firstUnsaved || since;
      failed(words.dataset.offline, true);
    } finally {
      sending = false;
      if (again) {
        again = false;
        plan(0);
      }
    }
  }

  const flush = () => {
    if (firstUnsaved && document.visibilityState === "hidden") send();
  };

  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", flush);
  window.addEventListener("online", () => firstUnsaved && plan(0));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (unsaved || sending)) event.preventDefault();
  });

  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.matches("input, textarea, select")) target.focus();
})();
