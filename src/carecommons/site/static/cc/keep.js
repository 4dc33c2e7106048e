// Keeps what is typed into a young person's form: soon after a pause, at least every few seconds while typing goes on,
// and once more when the page is left. The answer is shown as plain words, and a way onward is never followed.
// Without scripts the button "Keep it for later" does the same.
const form = document.querySelector("form[data-keep]");
const PAUSE = 1000; // milliseconds without a key
const AT_LEAST_EVERY = 3000; // milliseconds that typing may go on without a copy
const BUSY = 100; // milliseconds until it is tried again while a copy is on its way
let changed = false; // something was typed that no copy holds yet
let gone = false; // the form was sent, or the page was left: what comes now is no draft
let timer = 0;
let began = 0; // when the oldest of what no copy holds was typed
let running = null;

function say(words) {
  const place = document.getElementById("kept");
  if (place.textContent !== words) place.textContent = words;
}

function copy(leaving) {
  const told = new FormData(form);
  if (leaving) told.set("leave", "1");
  return told;
}

function send(leaving, more) {
  return fetch(form.dataset.keep, {
    method: "POST",
    body: copy(leaving),
    headers: { "HX-Request": "true" },
    redirect: "manual",
    ...more,
  });
}

async function keep() {
  clearTimeout(timer);
  if (!changed || gone) return;
  if (running) {
    soon(); // one at a time, so that no older copy lands on a newer one
    return;
  }
  const mine = new AbortController();
  changed = false;
  running = mine;
  let words = form.getAttribute("data-i18n.failed");
  let kept = false;
  try {
    const answer = await send(false, { signal: mine.signal });
    if (answer.ok || answer.status === 401) words = await answer.text();
    kept = answer.ok;
  } catch {
    // Not connected, perhaps: it is tried again with the next key.
  }
  if (mine.signal.aborted || gone) return;
  running = null;
  if (!kept) noteChange();
  say(words);
}

function noteChange() {
  if (!changed) began = Date.now();
  changed = true;
}

function soon() {
  clearTimeout(timer);
  const due = began + AT_LEAST_EVERY - Date.now(); // typing that does not stop is kept all the same
  timer = setTimeout(keep, running ? BUSY : Math.max(0, Math.min(PAUSE, due)));
}

// The last copy, sent while the page is on its way out.
function keepNow(leaving) {
  clearTimeout(timer);
  if (running) running.abort();
  running = null;
  changed = false;
  return send(leaving, { keepalive: true }).catch(() => {});
}

function owed() {
  return !gone && (changed || running !== null);
}

// A link within these pages waits a moment, so that the page it leads to knows of the words already.
async function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  if (link.getAttribute("href").startsWith("#") || !owed()) return;
  event.preventDefault();
  await Promise.race([keepNow(false), new Promise((done) => setTimeout(done, PAUSE))]);
  location.assign(link.href);
}

if (form) {
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      noteChange();
      soon();
    });
  }
  form.addEventListener("submit", () => {
    gone = true;
    clearTimeout(timer);
    if (running) running.abort();
  });
  document.addEventListener("click", follow);
  window.addEventListener("pagehide", () => {
    if (owed()) keepNow(false);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && owed()) keepNow(false);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) gone = false;
  });
  // "Exit this page": one request keeps the words and ends the visit, in that order.
  window.addEventListener("cc-leave", (event) => {
    if (!owed()) return;
    event.preventDefault();
    keepNow(true);
    gone = true;
  });
}
