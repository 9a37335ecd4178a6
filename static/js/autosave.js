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
  const PATIENCE = 5000; // of a press of Save with a request still on its way
  const HURRY = 1000; // of somebody on the way to the numbers to call
  const OUTLIVES = 60000; // bytes: a larger request cannot outlive its page
  const address = form.getAttribute("action") || location.href;
  let firstUnsaved = words.dataset.state === "failed" ? Date.now() : 0; // the page came back with what was refused
  let timer = 0;
  let running = null;
  let again = false;
  let waiting = false;
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
  const isOfSource = (name) => name.startsWith("new-");
  const sourceWaits = () => [...form.elements].some((control) => isOfSource(control.name) && control.value);

  const changed = ({ target: { name } }) => {
    if (leaving || !name) return;
    if (isOfSource(name)) {
      if (!firstUnsaved && !running) say(words.dataset.source, "unsaved");
      return;
    }
    if (form.elements.field) form.elements.field.value = name;
    const now = Date.now();
    if (!firstUnsaved) firstUnsaved = now;
    say(words.dataset.unsaved, "unsaved");
    plan(Math.max(0, Math.min(PAUSE, firstUnsaved + LONGEST - now)));
  };

  const failed = (text, retry) => {
    firstUnsaved = Date.now();
    say(text, "failed");
    if (retry) plan(RETRY);
  };

  const signedOut = (url) => {
    failed(words.dataset.signedOut, false);
    if (url.includes("/kept/")) firstUnsaved = 0; // kept there, it is offered back after signing in
    const link = document.createElement("a");
    link.href = url;
    link.textContent = words.dataset.signIn;
    words.append(" ", link);
  };

  const answered = async (response) => {
    if (response.status >= 500) return failed(words.dataset.broken, true);
    const type = response.headers.get("Content-Type") || "";
    if (!type.startsWith("application/json")) return failed(words.dataset.refused, false);
    const said = await response.json();
    if (response.status === 401) return signedOut(said.sign_in);
    if (said.stale || said.refused) return failed(said.refused || said.words, false);
    form.elements.seen.value = said.seen;
    if (firstUnsaved) say(words.dataset.unsaved, "unsaved");
    else if (sourceWaits()) say(words.dataset.source, "unsaved");
    else say(said.words, "saved");
  };

  const typed = () => {
    const body = new FormData(form);
    for (const name of [...body.keys()]) if (isOfSource(name)) body.delete(name);
    return new URLSearchParams(body);
  };

  const sendOnce = async () => {
    firstUnsaved = 0;
    if (words.dataset.state !== "failed") say(words.dataset.saving, "saving"); // a retry is not announced each time
    const body = typed();
    try {
      const response = await fetch(address, {
        method: "POST",
        body,
        headers: { "X-Background": "1", "X-Requested-With": "fetch" },
        signal: AbortSignal.timeout(TIMEOUT),
        keepalive: String(body).length < OUTLIVES,
      });
      await answered(response);
    } catch {
      failed(words.dataset.offline, true);
    }
  };

  // One at a time: two on their way would carry the same count of saves, and the second would be refused.
  function send() {
    if (leaving) return;
    clearTimeout(timer);
    again = Boolean(running);
    if (running) return;
    running = sendOnce().finally(() => {
      running = null;
      if (again) plan(0);
      again = false;
    });
  }

  const atMost = (wait) => Promise.race([running, new Promise((done) => setTimeout(done, wait))]);

  const submitted = (event) => {
    if (!running && !waiting) {
      leaving = true;
      clearTimeout(timer);
      return;
    }
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    atMost(PATIENCE).then(() => {
      waiting = false;
      running = null;
      form.requestSubmit(event.submitter);
    });
  };

  // Nothing stands between a person and the numbers to call: no question, and no longer wait than a second.
  const hurry = (event, go) => {
    if (!leaving && firstUnsaved) {
      const isBusy = Boolean(running) || String(typed()).length >= OUTLIVES;
      send();
      if (isBusy) {
        event.preventDefault();
        atMost(HURRY).then(() => {
          if (again) send();
          leaving = true;
          go();
        });
        return;
      }
    }
    leaving = true;
  };

  form.addEventListener("input", changed);
  form.addEventListener("submit", submitted);
  document.querySelectorAll("[data-safety] a").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      hurry(event, () => location.assign(link.href));
    });
  });
  document.querySelectorAll("[data-safety] form").forEach((other) => {
    other.addEventListener("submit", (event) => hurry(event, () => other.submit()));
  });
  document.addEventListener("visibilitychange", () => {
    if (firstUnsaved && document.visibilityState === "hidden") send();
  });
  window.addEventListener("online", () => firstUnsaved && plan(0));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (firstUnsaved || running || sourceWaits())) event.preventDefault();
  });

  // After the browser's own leap to the address, which would take the focus away from a group's field again.
  const focusTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const fields = "input, textarea, select";
    const field = target.matches(fields) ? target : target.querySelector("input:checked") || target.querySelector(fields);
    if (field) field.focus();
  };
  window.addEventListener("load", () => setTimeout(focusTarget));
})();
