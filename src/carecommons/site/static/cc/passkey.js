// Says on the page when the browser and the key did not come to an end together, and why where that is known.
function show(id) {
  const said = document.getElementById(id);
  if (said) said.hidden = false;
}
// A browser makes a passkey for a name only: at a numeric address none can ever work.
const numeric = /^[0-9.]+$/.test(location.hostname) || location.hostname.startsWith("[");
if (numeric) show("passkey-numeric");
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show(numeric ? "passkey-numeric" : "passkey-said");
});
