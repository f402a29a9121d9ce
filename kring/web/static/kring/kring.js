// Small comforts. Every page works without this file.

// A message that was there when the page came is not read aloud; what arrives is. It is told for ears beside the message,
// which stays where it is: nothing on the page may move under a finger.
const messages = document.querySelector(".messages[role=status]");
if (messages) {
  const told = document.createElement("div");
  told.className = "unseen";
  told.setAttribute("role", "status");
  messages.removeAttribute("role");
  messages.append(told);
  setTimeout(() => {
    told.append(...[...messages.querySelectorAll(".notice > div")].map((one) => one.cloneNode(true)));
    for (const link of told.querySelectorAll("a")) link.replaceWith(...link.childNodes); // a key would stop at it unseen
  }, 150);
  setTimeout(() => told.replaceChildren(), 10_000); // or who reads on finds it twice
}

// After a mistake: begin at the summary, and let its links put the cursor in the field.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  const control = field.matches("input, textarea, select, button") ? field : field.querySelector("input, textarea, select");
  if (!control) return;
  event.preventDefault();
  (control.closest(".field") ?? control).scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});

// A question that is answered by a tap folds to its answer, and the next one unfolds in its place; what comes there takes a
// moment before it takes a tap. By the keyboard nothing folds: the arrows pass one answer after the other.
const tests = [...document.querySelectorAll("details.test")];
const chosenIn = (test) => [...test.querySelectorAll(":checked + span")].map((one) => one.textContent.trim());
for (const test of tests) {
  const next = () => tests.slice(tests.indexOf(test) + 1).find((one) => !chosenIn(one).length);
  test.addEventListener("change", () => {
    test.querySelector(".answer").textContent = chosenIn(test).join(", ");
    if (next()) next().open = true;
  });
  test.addEventListener("click", ({ detail, target }) => {
    if (!detail || !target.checked) return;
    const [until, after] = [tests.indexOf(test) + (target.type === "radio"), next()];
    for (const before of tests.slice(0, until)) before.open &&= !chosenIn(before).length;
    if (!after) return;
    after.open = true;
    after.classList.add("settling");
    setTimeout(() => after.classList.remove("settling"), 400);
    if (target.type === "radio") after.firstElementChild.focus({ preventScroll: true });
    after.scrollIntoView({ block: "nearest" });
  });
}

// One press, one fact: the second press of the same button does nothing. The server holds this too.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  const button = event.submitter;
  // Afterwards, or the button's own value would not be sent.
  if (button) setTimeout(() => button.setAttribute("aria-busy", "true"));
  // A download or a lost connection leaves the page where it is: give the button back.
  setTimeout(() => release(form), 8000);
});
function release(form) {
  sent.delete(form);
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach(release);
});

// Written and not sent: ask before leaving. Of a form that is kept while somebody types, keeping.js asks.
const typed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-keep]") && !form.querySelector(".kept[data-at]")) typed.add(form);
  if (event.target.matches("textarea")) fit(event.target);
});
document.addEventListener("submit", (event) => typed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if (typed.size) event.preventDefault();
});

// A text field grows with what is written, and says what is left when the end comes near.
const grows = CSS.supports("field-sizing", "content");
function fit(area) {
  if (!grows) {
    area.rows = Math.min(30, Math.max(area.dataset.rows ??= area.rows, area.value.split("\n").length + Math.floor(area.value.length / 70)));
  }
  const limit = Number(area.dataset.limit ?? 0);
  if (!limit) return;
  // As Kring counts: an emoji is one. A text that is far from full need not be counted so.
  const typed = area.value.length > limit / 2 ? [...area.value].length : area.value.length;
  const left = limit - typed;
  let line = area.parentElement.querySelector(".count-left");
  if (left > limit / 5) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("p");
    line.className = "count-left";
    line.setAttribute("role", "status");
    area.after(line);
  }
  const words = document.documentElement.lang === "en"
    ? [`${left} characters left`, `${-left} characters too many`]
    : [`nog ${left} tekens`, `${-left} tekens te veel`];
  line.textContent = words[left < 0 ? 1 : 0];
}
document.querySelectorAll("textarea").forEach(fit);

// The menu under the initials closes on Escape and on a press elsewhere.
const menu = document.querySelector("details.me");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// What is folded on the screen is read on paper.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("main details:not([open])")];
  unfolded.forEach((details) => { details.open = true; });
});
window.addEventListener("afterprint", () => {
  unfolded.forEach((details) => { details.open = false; });
  unfolded = [];
});

// Print this page. Without this file the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => { window.print(); });
}

// Copy what stands in a field. Without this file the field can be selected and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.querySelector("span").textContent = button.dataset.copied;
  });
}
