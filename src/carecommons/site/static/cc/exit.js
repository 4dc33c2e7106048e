// "Exit this page" without a way back: the page is left in place of itself, so that Back does not lead to it.
// Esc three times does the same as Shift three times. Without scripts the button is a plain link.
// Whoever leaves is signed out too, so that nobody who takes up the phone comes in; what was typed is kept first (keep.js).
// It listens before the design system does (at the window, on the way down), which would leave the page in the history.
const button = document.querySelector(".govuk-js-exit-this-page-button");
const WITHIN = 5000; // milliseconds from the first press to the third
let pressed = [];

function endVisit() {
  const out = document.querySelector("form[data-sign-out]");
  // A form that keeps its words ends the visit itself, in the same request.
  if (!window.dispatchEvent(new Event("cc-leave", { cancelable: true })) || !out) return;
  const sent = { method: "POST", body: new FormData(out), redirect: "manual", keepalive: true };
  fetch(out.action, sent).catch(() => {});
}

function leave() {
  document.body.classList.add("govuk-exit-this-page-hide-content");
  endVisit();
  window.location.replace(button.href);
}

if (button) {
  window.addEventListener(
    "click",
    (event) => {
      const at = event.target instanceof Element ? event.target : null;
      if (!at || !at.closest(".govuk-js-exit-this-page-button, .govuk-js-exit-this-page-skiplink")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leave();
    },
    true,
  );
  window.addEventListener(
    "keyup",
    (event) => {
      if (event.key !== "Escape" && event.key !== "Shift") {
        pressed = [];
        return;
      }
      const now = Date.now();
      pressed = pressed.filter((each) => each.key === event.key && now - each.at < WITHIN);
      pressed.push({ key: event.key, at: now });
      if (pressed.length < 3) return;
      event.stopImmediatePropagation();
      leave();
    },
    true,
  );
}
