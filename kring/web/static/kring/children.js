// Finding a child while its name is typed: the form asks Kring, and only the names that were found come back.
// Without this file the button beside the line sends the form. What is typed goes in the body, never in an address.
const PAUSE = 250; // after the last key

for (const place of document.querySelectorAll("[data-finds]")) findIn(place);

// Where is asked who else, the list above folds to whom was tapped (team.css). The line that was pressed stays under the
// finger as far as the page can scroll, and what unfolds under it takes a moment before it takes a tap: a second tap in
// haste would accuse a child.
const SETTLES = 400;
for (const also of document.querySelectorAll("details[data-also]")) {
  const line = also.querySelector("summary");
  const chosen = line.querySelector("span").appendChild(document.createElement("span"));
  chosen.className = "chosen";
  chosen.translate = false;
  line.addEventListener("click", () => {
    const was = line.getBoundingClientRect().top;
    also.classList.toggle("settling", !also.open);
    if (!also.open) for (const other of also.parentElement.querySelectorAll(":scope > [data-also]")) other.open &&= other === also;
    setTimeout(() => also.classList.remove("settling"), SETTLES);
    requestAnimationFrame(() => scrollBy(0, line.getBoundingClientRect().top - was));
  });
  also.addEventListener("toggle", () => {
    const names = [...also.querySelectorAll(".pick :checked + span")].map(nameOn);
    chosen.textContent = also.open || !names.length ? "" : ` ${names.join(", ")}`;
  });
}
for (const button of document.querySelectorAll(".also-here")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const also of button.closest(".who").parentElement.querySelectorAll(":scope > [data-also]")) also.open = false;
    button.closest(".who").querySelector(".picks input")?.focus({ preventScroll: true });
  });
}

// The group of a child that was found stands in a `small` behind its name.
function nameOn(chip) {
  return [...chip.childNodes].filter((one) => one.localName !== "small").map((one) => one.textContent).join("").trim();
}

function findIn(place) {
  const input = place.querySelector("input");
  const button = place.querySelector("button");
  const found = place.querySelector(".found");
  const taps = place.previousElementSibling;
  let around = place.closest(".who, .more > div");
  while (around && !around.querySelector(".not-listed")) around = around.parentElement.closest(".who, .more > div");
  const typed = around?.querySelector(".not-listed");
  const names = typed ? ["first_name", "last_name"].map((name) => typed.querySelector(`[name$=${name}]`)) : [];
  let ours = ["", ""];
  let timer = 0;
  let asking = new AbortController();

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  // Enter asks at once, and does not send the form.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    ask();
  });
  button.addEventListener("click", (event) => {
    if (!navigator.onLine) return;
    event.preventDefault();
    ask(true);
  });
  found.addEventListener("change", ({ target }) => {
    if (!target.checked) return;
    taps.append(target.closest(".pick"));
    clear();
    target.focus();
  });
  for (const name of names) name.addEventListener("input", ({ isTrusted }) => { if (isTrusted) clear(); });

  function clear() {
    asking.abort();
    clearTimeout(timer);
    input.value = "";
    found.replaceChildren();
    ours = ["", ""];
  }

  async function ask(mayLeave = false) {
    asking.abort();
    clearTimeout(timer);
    asking = new AbortController();
    const { signal } = asking;
    if (!input.value.trim()) {
      wait("");
      found.replaceChildren();
      return;
    }
    const body = new FormData(input.form);
    body.append(button.name, button.value);
    try {
      const answer = await fetch(location.href, {
        method: "POST", body, redirect: "manual", signal, headers: { "Kring-Part": place.dataset.finds },
      });
      if (answer.headers.get("Kring-Part") !== "1") throw new Error("no part");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (signal.aborted) return;
      found.replaceChildren(...page.body.children);
      wait(found.querySelector("[data-nobody]") ? input.value.trim() : "");
    } catch {
      // The button sends the whole form: whatever is wrong, that page says it, and keeps what was typed.
      if (!signal.aborted && mayLeave) input.form.requestSubmit ? button.form.requestSubmit(button) : button.click();
    }
  }

  // Nobody of that name: it waits where a child is typed that is not in the list, and is not typed again.
  function wait(name) {
    if (!names.length || names.some((one, place) => one.value !== ours[place])) return;
    const [first, ...rest] = name.split(/\s+/);
    ours = [first, rest.join(" ")];
    names.forEach((one, place) => { one.value = ours[place]; });
    typed.open = Boolean(name);
    names[0].dispatchEvent(new Event("input", { bubbles: true }));
  }
}
