// Keeps what is typed: with Kring while somebody types, and sealed on this device where Kring cannot be reached.
// A form takes part when it has the line of forms/autosave.html. Without this file every form works, and keeps nothing.
import { hold, letGo, waiting } from "./device.js";
import { holdsText, showsNothing } from "./tabs.js";

const PAUSE = 2_000; // after the last key
const LONGEST = 8_000; // after the first key that is not kept yet, also when nobody pauses
const AGAIN = 5_000; // between two tries without a connection
const PATIENCE = 15_000; // for an answer
const SEALS = 1_000; // after the last key, without a connection
const LOOKS = 3_000; // for what came into a field without a key: some tools for dictation say nothing
const LAST_WORDS = 5; // of a long text, by which its writer sees how much Kring has
const PEACE = 400; // after a finger was lifted: on a telephone its click comes later
const BEACON = 60_000; // bytes that a browser still sends while the page goes
const OURS = new Set(["csrfmiddlewaretoken", "token", "continues", "turn"]);

// What became of a text that was sent. AWAY: nobody answered. BROKEN: an error. TOO_MUCH: more than Kring can receive.
const KEPT = "kept", REFUSED = "refused", AWAY = "away", BROKEN = "broken", TOO_MUCH = "tooMuch";
const UNSENT = new Set([AWAY, BROKEN, TOO_MUCH]);
const TRIED_AGAIN = new Set([AWAY, BROKEN]);
const FULL = 507; // no room to keep anything: then the form itself comes back with what was typed

export async function post(address, body, { leaving = false } = {}) {
  const patience = new AbortController(); // AbortSignal.timeout is not in every browser that a school still has
  if (!leaving) setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      method: "POST", body, redirect: "manual", keepalive: leaving, signal: patience.signal,
    });
    if (answer.status === FULL) return { state: BROKEN, givesBack: true };
    if (answer.status === 400 || answer.status === 413) return { state: TOO_MUCH };
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return { state: BROKEN };
    const { kept, says } = await answer.json();
    return { state: kept ? KEPT : REFUSED, says };
  } catch {
    // Who is kept waiting may send the form itself: it is another address, and that one may answer.
    return { state: patience.signal.aborted ? BROKEN : AWAY };
  }
}

const typedIn = (form) => [...new FormData(form)].filter(([name]) => !OURS.has(name));

class Form {
  constructor(form, line) {
    Object.assign(this, { form, line, id: line.dataset.form, address: line.dataset.at });
    this.first = this.last = this.text(); // `last`: what Kring has
    this.blank = !line.dataset.filled; // it came without anything that somebody typed
    this.since = 0; // when the first key was hit that is not kept yet
    this.hit = Date.now(); // the last key
    this.state = KEPT;
    this.leaves = false;
    this.going = Promise.resolve();
    this.givesBack = false; // whether Kring says that it would give this form back, text and all
    this.insists = false; // somebody saved, and keeping was broken
    this.later = null; // what somebody sent without a connection, of a form that then goes by itself when it can
    this.where = []; // where what is typed is now, while Kring cannot be reached
    // While this page is open, no other tab takes its draft over.
    navigator.locks?.request(`kring.form.${this.id}`, () => new Promise(() => {})).catch(() => {});
    for (const event of ["input", "change"]) form.addEventListener(event, () => this.changed());
    setInterval(() => { if (!this.since && !this.leaves && this.isNew()) this.changed(); }, LOOKS);
    // Some browsers do not say which button sends. Enter clicks one too.
    form.addEventListener("click", ({ target }) => { this.pressed = target.closest?.("button") ?? this.pressed; });
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("online", () => this.retry());
    addEventListener("visibilitychange", () => document.hidden ? this.leave() : this.retry());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => { this.leaves = false; });
    addEventListener("beforeunload", (event) => { if (!this.leaves && this.isNew()) event.preventDefault(); });
  }

  text() {
    return JSON.stringify(typedIn(this.form));
  }

  // The long texts in which somebody wrote since the page came, as they are now.
  stories() {
    const areas = [...this.form.querySelectorAll("textarea")];
    const written = areas.filter((area) => area.value !== area.defaultValue || area.dataset.kept);
    return written.map((area) => ({ area, value: area.value, words: this.line.dataset.keptTo }));
  }

  isNew() {
    return this.text() !== this.last;
  }

  isUntouched() {
    return this.text() === this.first && !this.since && !this.asking && !this.leaves;
  }

  changed() {
    this.hit = Date.now();
    if (this.later && this.later.text !== this.text()) this.later = null; // who writes on sends it again
    if (!this.isNew()) return;
    this.since ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now())));
    if (UNSENT.has(this.state)) {
      clearTimeout(this.sealing);
      this.sealing = setTimeout(() => this.seal(), SEALS);
    }
  }

  // The form as it is now. An untouched one goes without its fields: Kring then keeps nothing of it.
  body(text) {
    const body = new FormData(this.form);
    this.turn = Math.max((this.turn ?? 0) + 1, Date.now());
    body.set("turn", this.turn);
    if (text === this.first && this.blank) for (const name of [...body.keys()]) if (!OURS.has(name)) body.delete(name);
    return body;
  }

  // One at a time. Says what became of it; `anyway` also asks when Kring has this text already.
  keep({ anyway = false } = {}) {
    clearTimeout(this.timer);
    const turn = this.going.then(() => this.keepNow(anyway));
    this.going = turn.catch(() => {});
    return turn;
  }

  async keepNow(anyway) {
    if (this.leaves) return this.state;
    const text = this.text();
    if (text === this.last && !anyway && !UNSENT.has(this.state)) return this.state;
    const stories = this.stories();
    const { state, says, givesBack } = await post(this.address, this.body(text));
    const was = this.state;
    Object.assign(this, { state, givesBack });
    if (!UNSENT.has(state)) {
      clearTimeout(this.timer);
      clearTimeout(this.sealing);
      if (state === KEPT) {
        this.last = text;
        inPeace(() => stories.forEach(keptTo));
        await letGo(this.id);
      }
      this.insists = false;
      this.since = this.isNew() ? Date.now() : 0;
      this.say([UNSENT.has(was) ? this.line.dataset.back : "", says]);
      if (this.text() !== text) this.changed();
      this.goesNow();
    } else {
      await this.seal();
      if (state !== TOO_MUCH && !showsNothing()) this.timer = setTimeout(() => this.keep(), AGAIN);
    }
    return state;
  }

  // What waited for a connection goes as it was when its button was pressed; its token lets it do its work once. A form
  // whose page is hidden stands in no document, and cannot go: it waits until its writer is back.
  goesNow() {
    if (showsNothing()) return;
    const { later } = this;
    this.later = null;
    if (!later || this.asking || later.text !== this.text()) return;
    this.passes = true;
    this.send(later.button);
  }

  // The page is shown again. While it was hidden, tabs.js alone tried to bring Kring what was typed.
  back() {
    if (UNSENT.has(this.state)) this.retry();
    else this.goesNow();
  }

  retry() {
    if (this.state === AWAY || this.state === BROKEN) this.keep();
  }

  async seal() {
    const fields = [...this.body(this.text())].filter(([name]) => name !== "csrfmiddlewaretoken");
    const sealed = await hold(this.id, fields, this.hit);
    const { unsent, later, sealed: locked, here } = this.line.dataset;
    this.where = [this.line.dataset[this.state], sealed ? locked : here];
    this.say(this.later ? [unsent, ...this.where, later] : this.where);
  }

  // The page is hidden or goes: what is new goes along, in a way that outlives the page.
  leave() {
    if (this.leaves || !this.isNew()) return;
    const text = this.text(), body = this.body(text);
    const size = new Blob([text]).size;
    post(this.address, body, { leaving: size < BEACON }).then(({ state }) => {
      if (state === KEPT && this.text() === text) { this.last = text; this.since = 0; }
    });
  }

  // Saving keeps first and sends then: a connection that breaks in between finds the text with Kring, and without one
  // the page stays. What is wrong with keeping alone stops nobody: a second press sends the form all the same, and where
  // Kring gives the form back the first one does.
  async submitted(event) {
    // There is nothing to keep of an untouched form: it goes at once, for while it is going none can be asked to go.
    const untouched = this.text() === this.first && this.blank && navigator.onLine;
    if (this.passes || (untouched && !this.asking)) {
      this.passes = false;
      this.leaves = true;
      setTimeout(() => { this.leaves = false; }, 8_000); // a download, or a connection that broke
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (this.asking) return;
    const button = event.submitter ?? this.pressed;
    // A button with a name goes on with the form: it looks for a child, or asks for more. That never goes by itself, and
    // what waited is not sent any more: whoever goes on sends it, as who writes on does.
    if (button?.name) this.later = null;
    this.asking = true;
    button?.setAttribute("aria-busy", "true");
    const state = await this.keep({ anyway: true }).catch(() => BROKEN);
    button?.removeAttribute("aria-busy");
    this.asking = false;
    const goes = state === BROKEN && (this.givesBack || this.insists);
    this.insists = state === BROKEN;
    if (UNSENT.has(state) && !goes) {
      const { unsent, insist, later } = this.line.dataset;
      if (later && state === AWAY && !button?.name) this.later = { button, text: this.text() };
      this.say([unsent, ...this.where, this.later ? later : this.insists && insist]);
      return;
    }
    this.passes = true;
    this.send(button);
  }

  // As a press of this button does; requestSubmit is not in every browser either.
  send(button) {
    if (this.form.requestSubmit) this.form.requestSubmit(button);
    else if (button) button.click();
    else this.form.submit();
  }

  say(sentences) {
    const words = sentences.filter(Boolean).join(" ");
    if (this.line.textContent.trim() !== words) this.line.textContent = words;
    this.line.classList.toggle("alarm", UNSENT.has(this.state));
  }
}

// What moves the page waits while a finger or a mouse is down. Else what lies below it is not what was pressed: the press
// is lost, or another button gets it.
const waitsForPeace = [];
let down = false;
addEventListener("pointerdown", () => { down = true; }, true);
for (const up of ["pointerup", "pointercancel"]) {
  addEventListener(up, () => {
    down = false;
    setTimeout(() => { if (!down) waitsForPeace.splice(0).forEach((change) => change()); }, PEACE);
  }, true);
}
function inPeace(change) {
  if (down) waitsForPeace.push(change);
  else change();
}

// Below a long text: as far as which words Kring has it. Whoever speaks need not scroll to the line at the end.
function keptTo({ area, value, words }) {
  area.dataset.kept = "yes";
  let line = area.parentElement.querySelector(".kept-to");
  if (!line) {
    line = document.createElement("p");
    line.className = "kept-to";
    line.dir = "auto";
    area.parentElement.append(line);
  }
  const all = value.trim().split(/\s+/).filter(Boolean);
  const last = all.slice(-LAST_WORDS).join(" ");
  line.textContent = last && words.replace("…", all.length > LAST_WORDS ? `… ${last}` : last);
}

const forms = [...document.querySelectorAll(".kept[data-at]")].map((line) => new Form(line.closest("form"), line));
for (const one of forms) {
  holdsText(one.form, {
    keep: async () => TRIED_AGAIN.has(await one.keep()),
    isNew: () => one.isNew(),
    isThere: () => !one.blank || one.last !== one.first,
    stillGoes: () => one.later !== null,
    back: () => one.back(),
  });
}

// A draft that is still open in another tab stays there: this page shows it, and takes it from nobody.
const shown = document.querySelector("#concept[data-form]");
if (shown && navigator.locks) {
  const isOpen = async () => (await navigator.locks.query()).held.some(({ name }) => name === `kring.form.${shown.dataset.form}`);
  let elsewhere = await isOpen();
  // A tab that was closed or loaded anew lets go a moment later.
  for (let look = 0; elsewhere && look < 4; look += 1) {
    await new Promise((again) => setTimeout(again, 300));
    elsewhere = await isOpen();
  }
  if (elsewhere) {
    document.querySelectorAll("input[name=continues]").forEach((input) => input.remove());
    inPeace(() => {
      shown.querySelector("[data-elsewhere]").hidden = false;
      shown.querySelector("[data-throws]").remove();
    });
  }
}

// What was sealed here and never arrived, because its page was closed: it goes once, and is then forgotten here.
const csrf = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
const address = document.querySelector("meta[name=kring-seal]")?.dataset.at;
for (const { id, fields } of csrf && address ? await waiting() : []) {
  const body = new FormData();
  for (const [name, value] of [...fields, ["csrfmiddlewaretoken", csrf]]) body.append(name, value);
  const { state } = await post(address, body);
  if (state !== KEPT) continue;
  await letGo(id);
  // It may be of this very page: then it stands here as well, unless somebody did something here already.
  if (forms.length && forms.every((form) => form.isUntouched())) location.reload();
}
