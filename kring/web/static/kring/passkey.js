// Asks the browser for a passkey, and sends what it answers as the form. Without this file the form stays hidden, and
// the app and the spare codes do.

const bytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0),
);
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const read = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function answered(form) {
  const asked = JSON.parse(form.dataset.passkey);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) {
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = read(asked.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: asked });
    return {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
      },
    };
  }
  asked.allowCredentials = read(asked.allowCredentials);
  const shown = await navigator.credentials.get({ publicKey: asked });
  return {
    id: shown.id, rawId: text(shown.rawId), type: shown.type,
    response: {
      clientDataJSON: text(shown.response.clientDataJSON),
      authenticatorData: text(shown.response.authenticatorData),
      signature: text(shown.response.signature),
    },
  };
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    const field = form.elements.passkey;
    if (field.value) return;
    event.preventDefault();
    const says = form.querySelector("[role=alert]");
    says.textContent = "";
    try {
      field.value = JSON.stringify(await answered(form));
    } catch (error) {
      says.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.stopped;
      return;
    }
    form.submit();
  });
}
