// The child's door. Without this file everything works as well; with it nothing of a question stands in the history of
// the browser: a form is sent from behind the page, and its answer takes the place of what stood there (decision 147).

let busy = false;
let pressed = null;

const dutch = () => (window.speechSynthesis ? speechSynthesis.getVoices() : []).find(
  (voice) => voice.localService && voice.lang.toLowerCase().startsWith("nl"),
);

// What only works with script is hidden until it does.
function dress() {
  const voice = dutch();
  for (const button of document.querySelectorAll("[data-aloud]")) button.hidden = !voice;
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = !window.print;
  const waits = document.querySelector("form[data-again]");
  if (waits) setTimeout(() => waits.isConnected && send(waits, waits.querySelector("button")), waits.dataset.again * 1000 + 500);
}

function readAloud() {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const voice = dutch();
  for (const part of document.querySelectorAll("main [data-read]")) {
    if (!part.offsetParent) continue; // folded away
    const said = new SpeechSynthesisUtterance(part.textContent.trim().replace(/\s+/g, " "));
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    speechSynthesis.speak(said);
  }
}

function hush() {
  if (window.speechSynthesis) speechSynthesis.cancel();
}

// Gone at once, before the next page is there; and what stood here has no place in the history any more.
function away(address) {
  hush();
  document.body.textContent = "";
  document.title = "Kring";
  location.replace(address);
}

function show(page) {
  hush();
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.body.replaceWith(document.adoptNode(page.body));
  dress();
  scrollTo(0, 0);
  (document.getElementById("wrong") || document.getElementById("inhoud")).focus();
}

function failed() {
  const line = document.querySelector("[data-no-line]");
  if (line) line.hidden = false;
}

function send(form, button) {
  if (busy) return;
  busy = true;
  const body = new URLSearchParams();
  new FormData(form).forEach((value, name) => body.append(name, value));
  if (button && button.name) body.append(button.name, button.value);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.timeout = 30000;
  request.onloadend = () => {
    busy = false;
    const page = request.response;
    if (page && page.querySelector("[data-no-line]")) show(page);
    else failed();
  };
  request.send(body);
}

document.addEventListener("click", (event) => {
  const there = event.target.closest("[data-away], [data-aloud], [data-print], button");
  if (!there) return;
  if (there.hasAttribute("data-away")) {
    event.preventDefault();
    away(there.href);
  } else if (there.hasAttribute("data-aloud")) readAloud();
  else if (there.hasAttribute("data-print")) print();
  else pressed = there;
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter || pressed;
  pressed = null;
  send(event.target, button);
});

// Another child at the same tablet: Back shows the first page, never what stood here.
addEventListener("pagehide", () => {
  hush();
  document.body.textContent = "";
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

if (window.speechSynthesis) speechSynthesis.addEventListener?.("voiceschanged", dress);
dress();
