// What one tab learns, every tab of this browser does: once its reader is signed in no more, none shows anything.
// Each page tells the others who is in when it comes, signing out tells it at once, and a page asks Kring when it is
// looked at again and when its session should have ended. Without this file a page hides once it is touched (decision 154).

const NOBODY = "", LENT = "lent"; // as kring/web/way_in/still_in.py says them
const LOOKS = 20_000; // how often a page looks whether its session should have ended
const ALONE = 30 * 60_000; // nobody did anything here: the half hour of a session
const LEAVES = 4_000; // for Kring to sign out, before it is asked whether it did
const PATIENCE = 8_000; // for its answer
const TRIES = 5_000; // between the first two tries to bring Kring what was typed; each pause is twice the one before
const RARELY = 5 * 60_000; // and no longer than this

const told = document.querySelector("meta[name=kring-who]");
const template = document.getElementById("hidden-here");
const mine = told?.content;
const isSomebodys = Boolean(template && mine && mine !== LENT);
const channel = told && globalThis.BroadcastChannel ? new BroadcastChannel("kring.who") : null;
const texts = []; // what is typed here, with Kring or not yet: { keep(), isNew(), isThere(), stillGoes(), back() }
const begun = new Map(); // forms that Kring keeps nothing of until they are sent, and how they were

let shown = null; // the page itself, while something in it is not with Kring
let hidden = null; // why nothing is shown: "leaves", "out", "other" or "lent"
let said = ""; // what became of what was typed
let ends = Date.now() + Number(told?.dataset.left ?? 0) * 1_000;
let touched = Date.now();
let leaving = 0;
let triesNow = () => {}; // ends the pause between two tries

// A form of which Kring keeps what is typed. Its text goes there before the page forgets it. `keep()` says whether it
// helps to try again, `isThere()` whether Kring has a text of it, `stillGoes()` whether the form itself is still to be
// sent: `back()` does that.
export function holdsText(form, text) {
  begun.delete(form);
  texts.push(text);
}

export const showsNothing = () => hidden !== null;

// Somebody signs out here: whether or not Kring can be reached, no tab shows anything from here on.
export function tellLeaving() {
  if (isSomebodys) channel?.postMessage({ leaves: mine });
}

const typedIn = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !/password|csrf|^code$/.test(name)));
const waits = () => texts.some((text) => text.isNew()) || [...begun].some(([form, first]) => typedIn(form) !== first);

function hide(why) {
  if (hidden === why) return;
  const first = hidden === null;
  hidden = why;
  if (first) shown = { nodes: [...document.body.childNodes], title: document.title, look: document.body.className };
  const main = document.createElement("main");
  main.className = "page";
  for (const part of template.content.querySelectorAll(`.logo, [data-when=${why}]`)) main.append(part.cloneNode(true));
  for (const link of main.querySelectorAll("[data-then]")) {
    link.search = new URLSearchParams({ next: location.pathname + location.search });
  }
  document.body.replaceChildren(main);
  document.body.className = "door";
  const heading = main.querySelector("h1");
  document.title = `${heading.textContent} · Kring`;
  heading.focus();
  say();
  if (first) keepsAll();
}

// What was typed goes to Kring, for who typed it. Then the page is forgotten: nothing is left to bring back by hand. What
// Kring refuses goes once, and stays in the memory of this tab; so does a form that is still to go by itself.
async function keepsAll() {
  const page = shown, something = waits() || texts.some((text) => text.isThere());
  const refused = new Set();
  const goes = () => (shown === page ? texts.filter((text) => text.isNew() && !refused.has(text)) : []);
  for (let pause = TRIES; goes().length; pause = Math.min(2 * pause, RARELY)) {
    await Promise.all(goes().map(async (text) => {
      if (!(await text.keep().catch(() => true))) refused.add(text);
    }));
    if (!goes().length) break;
    say("waits");
    await new Promise((again) => {
      triesNow = again;
      setTimeout(again, pause);
    });
  }
  if (shown !== page) return; // its reader came back meanwhile
  if (!waits() && !texts.some((text) => text.stillGoes())) shown = null;
  say(waits() ? "waits" : something ? "kept" : "");
}

function say(what = said) {
  said = what;
  for (const line of document.querySelectorAll("main [data-text]")) line.hidden = line.dataset.text !== what;
}

// The same person is in again: what was typed and is nowhere else stands here as it was, anything else comes anew.
function comesBack() {
  if (hidden === null || document.hidden) return;
  if (!shown) {
    location.reload();
    return;
  }
  document.body.replaceChildren(...shown.nodes);
  document.body.className = shown.look;
  document.title = shown.title;
  shown = hidden = null;
  said = "";
  texts.forEach((text) => text.back());
}

function learns(who) {
  if (who !== mine) hide(who === NOBODY ? "out" : who === LENT ? "lent" : "other");
  else if (hidden !== "leaves") comesBack(); // who would leave and could not: nothing comes back by itself
}

// Kring knows. A page that nobody touched, and whose time is over, hides without an answer too.
async function ask() {
  const patience = new AbortController(); // AbortSignal.timeout is not in every browser that a school still has
  setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(told.dataset.at, { cache: "no-store", redirect: "manual", signal: patience.signal });
    const { who, left } = await answer.json();
    ends = Date.now() + left * 1_000;
    learns(who);
  } catch {
    if (Date.now() >= ends && Date.now() - touched >= ALONE) hide("out");
  }
}

if (isSomebodys) {
  for (const form of document.querySelectorAll("main form.form[method=post]")) begun.set(form, typedIn(form));
  channel?.addEventListener("message", ({ data }) => {
    if (data.leaves === mine) {
      hide("leaves");
      clearTimeout(leaving);
      leaving = setTimeout(ask, LEAVES);
    } else if ("who" in data) {
      clearTimeout(leaving);
      if (data.who === mine) comesBack();
      else learns(data.who);
    }
  });
  for (const touch of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    addEventListener(touch, () => { touched = Date.now(); }, { passive: true, capture: true });
  }
  addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  addEventListener("online", () => {
    triesNow();
    if (hidden !== null) ask();
  });
  setInterval(() => { if (hidden === null && Date.now() >= ends) ask(); }, LOOKS);
}
if (told) channel?.postMessage({ who: mine });
