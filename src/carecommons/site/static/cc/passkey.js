// Says on the page when the browser and the key did not come to an end together.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.getElementById("passkey-said");
  if (said) said.hidden = false;
});
