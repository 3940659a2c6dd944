// A button that makes or shows a passkey: it asks the server what to ask, the browser for the answer, and posts it with its form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
const asked = ({ publicKey: key }) => ({ publicKey: {
  ...key,
  challenge: bytes(key.challenge),
  ...(key.user && { user: { ...key.user, id: bytes(key.user.id) } }),
  ...(key.allowCredentials && { allowCredentials: ids(key.allowCredentials) }),
  ...(key.excludeCredentials && { excludeCredentials: ids(key.excludeCredentials) }),
} });
const answered = (made) => JSON.stringify({
  id: made.id, rawId: text(made.rawId), type: made.type, extensions: {},
  response: {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject) ?? undefined,
    authenticatorData: text(made.response.authenticatorData) ?? undefined,
    signature: text(made.response.signature) ?? undefined,
    userHandle: text(made.response.userHandle) ?? undefined,
  },
});
for (const button of document.querySelectorAll("[data-passkey]")) {
  const { form, dataset } = button;
  const says = form.querySelector("[data-says]");
  const say = (words) => { says.hidden = false; says.textContent = words; };
  if (!window.PublicKeyCredential) { button.hidden = true; continue; }
  button.hidden = false;
  button.addEventListener("click", async () => {
    says.hidden = true;
    button.disabled = true;
    try {
      const typed = new URLSearchParams();
      for (const name of ["email", "name"]) if (form.elements[name]) typed.set(name, form.elements[name].value);
      const asking = await fetch(dataset.start, { method: "POST", body: typed });
      if (!asking.ok) { say(await asking.text()); return; }
      const { challenge, options } = await asking.json();
      const host = options.publicKey.rpId ?? options.publicKey.rp.id;
      if (host !== location.hostname) { say(`passkeys belong to ${host}; open this page there`); return; }
      const made = await navigator.credentials[dataset.passkey](asked(options));
      form.elements.challenge.value = challenge;
      form.elements.answer.value = answered(made);
      form.action = dataset.action;
      form.requestSubmit();
    } catch (problem) {
      say(problem.name === "NotAllowedError" ? "the browser gave no passkey: it was cancelled, took too long, or there is none here" : problem.message);
    } finally {
      button.disabled = false;
    }
  });
}
