/* The explorer: what is chosen and filtered lives here; what is decided lives in the city's files. */

const PAGE = 100;
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

class Desk {
  constructor(model, root) {
    Object.assign(this, { model, root, ids: [], texts: [], themes: [], themeOf: [], partOf: [], shown: [], found: [], memos: [], colors: [], nMarkers: 1 });
    Object.assign(this, { quotes: new Set(), chosen: new Set(), current: -1, page: 0, picking: "", opened: null });
    this.map = new StatementMap(this);
    this.themeList = new Listbox("Themes", { onGo: (place) => this.pickTheme(this.themeRows[place]) });
    this.saidList = new Listbox("Statements", {
      multiple: true,
      onGo: (place) => this.goTo(this.found[this.page * PAGE + place], false),
      onToggle: (place) => this.toggle(this.found[this.page * PAGE + place]),
      onEdge: (way) => this.turnPage(way),
    });
    this.build();
    this.receive = (message) => this.take(message);
    model.on("msg:custom", this.receive);
    model.send({ kind: "open" });
  }

  get theme() { return this.themes.find((one) => one.id === this.picking) || null; }
  picked() { return this.chosen.size ? [...this.chosen].sort((a, b) => a - b).map((i) => this.ids[i]) : this.current >= 0 ? [this.ids[this.current]] : []; }
  memosAbout(id) { return this.memos.filter((memo) => memo.about === id); }

  build() {
    const select = (name, label) => {
      const box = make("select", { change: () => this.filter(), name });
      this[name] = box;
      return make("label", {}, label, box);
    };
    this.title = make("h3", {}, "Theme explorer");
    this.initials = make("input", { size: "6", maxlength: "8", autocomplete: "off", name: "initials", change: () => this.model.send({ kind: "standing", author: this.initials.value }) });
    this.reason = make("input", { size: "40", autocomplete: "off", name: "reason" });
    this.undo = make("button", { type: "button", click: () => this.ask({ kind: "undo" }) }, "Undo");
    this.status = make("p", { role: "status", class: "pa-status" }, "Opening …");
    this.alert = make("p", { role: "alert", class: "pa-alert" });
    this.search = make("input", { type: "search", name: "search", input: () => this.filter() });
    this.actions = make("div", { class: "pa-row", role: "toolbar", "aria-label": "Actions" }, ...ACTIONS.map((action) =>
      make("button", { type: "button", "aria-keyshortcuts": action.key, click: () => this.open(action) }, action.label, make("kbd", {}, action.key))));
    this.place = make("div", { class: "pa-place" });
    this.pages = make("div", { class: "pa-row" });
    this.context = make("section", { "aria-label": "Statement in its turn", class: "pa-context", tabindex: "0" });
    this.notes = make("section", { "aria-label": "Memos and decisions", class: "pa-notes" });
    const keys = "Arrow keys walk through lists and over the map, space ticks a statement, / searches, u undoes, Escape closes a form. Each action has its own letter, shown on its button.";
    this.root.append(
      this.title, make("p", { class: "pa-note" }, "For researchers only: anonymised words of everybody, also of those who are not quoted, and counts as they are."),
      make("div", { class: "pa-row" }, make("label", {}, "Your initials", this.initials), make("label", { class: "pa-grow" }, "Reason for what you do next", this.reason), this.undo),
      make("div", { class: "pa-row pa-filters" },
        make("label", {}, "Search", this.search), select("attribute", "Group by"), select("group", "Group"), select("session", "Session"),
        select("question", "Question"), select("stability", "Stability"), select("marked", "Marks")),
      this.actions, this.status, this.alert, this.place,
      make("div", { class: "pa-columns" },
        make("div", {}, make("h4", {}, "Themes"), this.themeList.box),
        make("div", {}, make("h4", {}, "Map"), this.map.canvas, this.counted = make("h4", {}, "Statements"), this.saidList.box, this.pages),
        make("div", {}, make("h4", {}, "In its turn"), this.context, this.notes)),
      make("p", { class: "pa-note" }, keys));
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.attribute.addEventListener("change", () => this.fillGroups());
  }

  take(message) {
    ({
      statements: () => this.takeStatements(message),
      standing: () => this.takeStanding(message),
      hello: () => { if (message.author && !this.initials.value) this.initials.value = message.author; },
      turns: () => {
        if (message.statement !== this.ids[this.current]) return;
        this.turns = message;
        this.showContext();
      },
      done: () => {
        this.say(message.text);
        if (this.asked?.kind === "act" && !ACTIONS.find((one) => one.kind === this.asked.action.kind).plain) this.reason.value = ""; // it was for that decision
        this.asked = null;
        this.close();
        if (!this.chosen.size) return; // all else was shown when the new standing came
        this.chosen.clear();
        this.filter();
      },
      refused: () => this.say("", message.text),
    })[message.kind]?.();
  }

  say(text, wrong = "") {
    clearTimeout(this.patience);
    this.status.textContent = text;
    this.alert.textContent = wrong;
  }

  ask(content) {
    this.asked = content;
    this.say("Writing …");
    this.patience = setTimeout(() => this.say("", "No answer yet. Is the kernel running?"), 20000);
    this.model.send({ ...content, author: this.initials.value.trim(), reason: this.reason.value });
  }

  takeStatements(message) {
    Object.assign(this, message, { nMarkers: message.n_markers });
    this.searched = message.texts.map(fold);
    this.number = new Map(message.ids.map((id, i) => [id, i]));
    this.title.textContent = `Theme explorer: ${message.city}`;
    const fill = (box, options) => box.replaceChildren(...options.map(([value, label]) => make("option", { value }, label)));
    const each = (values) => [...new Set(values)].filter(Boolean).sort().map((value) => [value, value]);
    fill(this.attribute, [["", "nothing"], ...Object.keys(message.groups).map((name) => [name, name.replaceAll("_", " ")])]);
    fill(this.session, [["", "all"], ...each(message.sessions)]);
    fill(this.question, [["", "all"], ...each(message.questions)]);
    fill(this.stability, [["", "all"], ["firm", "found again"], ["tentative", "tentative"], ["none", "not measured"]]);
    fill(this.marked, [["", "all"], ["quote", "marked as quote"], ["memo", "with a memo"], ["ticked", "ticked"]]);
    this.fillGroups();
  }

  fillGroups() {
    const values = this.groups?.[this.attribute.value] || [];
    const names = [...new Set(values)].filter(Boolean).sort();
    this.group.replaceChildren(make("option", { value: "" }, "all"), ...names.map((name) => make("option", { value: name }, name)));
    this.group.disabled = !names.length;
    this.filter();
  }

  takeStanding(message) {
    if (!this.ids.length) return; // a change elsewhere, before the statements are here
    Object.assign(this, { themes: message.themes, themeOf: message.theme_of, partOf: message.part_of, memos: message.memos, standing: message });
    this.quotes = new Set(message.quotes);
    if (this.picking !== "none" && !this.theme) {
      this.picking = "";
      if (this.opened?.of === "theme") this.close(); // its theme is gone
    }
    this.undo.disabled = !message.undo;
    this.undo.textContent = message.undo ? `Undo: ${message.undo}` : "Undo";
    if (this.status.textContent === "Opening …") this.say(`${many(this.ids.length, "statement")}, ${many(message.n_decisions, "decision")} so far.`);
    this.filter(this.page * PAGE + this.saidList.place);
  }

  passes(i) {
    if (this.words && !this.searched[i].includes(this.words)) return false;
    if (this.group.value && this.groups[this.attribute.value][i] !== this.group.value) return false;
    if (this.session.value && this.sessions[i] !== this.session.value) return false;
    if (this.question.value && this.questions[i] !== this.question.value) return false;
    if (this.marked.value === "quote" && !this.quotes.has(this.ids[i])) return false;
    if (this.marked.value === "memo" && !this.noted.has(this.ids[i])) return false;
    if (this.marked.value === "ticked" && !this.chosen.has(i)) return false;
    return !this.stability.value || this.stabilities(i).includes(this.stability.value);
  }

  /* What is found of a statement's theme and of its subtheme: it counts for either, as both stand in the list. */
  stabilities(i) {
    const said = (place) => (this.themes[place]?.stability ?? null) === null ? "none" : this.themes[place].stability < this.tentative ? "tentative" : "firm";
    return this.partOf[i] < 0 ? [said(this.themeOf[i])] : [said(this.themeOf[i]), said(this.partOf[i])];
  }

  inPicked(i) {
    if (!this.picking) return true;
    if (this.picking === "none") return this.themeOf[i] < 0;
    const place = this.themePlace;
    return this.themeOf[i] === place || this.partOf[i] === place;
  }

  /* Whatever is filtered, the row highlighted is the statement that is shown in its turn, ringed on the map and acted upon. Where it is
     filtered out, the row at `otherwise` takes its place. */
  filter(otherwise = 0) {
    if (!this.standing || !this.ids.length) return;
    this.words = fold(this.search.value.trim());
    this.noted = new Set(this.memos.map((memo) => memo.about));
    this.themePlace = this.themes.findIndex((one) => one.id === this.picking);
    this.counts = this.themes.map(() => 0);
    this.found = [];
    this.shown = new Uint8Array(this.ids.length);
    this.nPass = this.nOutside = 0;
    for (let i = 0; i < this.ids.length; i++) {
      if (!this.passes(i)) continue;
      this.nPass += 1;
      if (this.themeOf[i] < 0) this.nOutside += 1; else this.counts[this.themeOf[i]] += 1;
      if (this.partOf[i] >= 0) this.counts[this.partOf[i]] += 1;
      if (this.inPicked(i)) { this.shown[i] = 1; this.found.push(i); }
    }
    this.dropHiddenTicks();
    const kept = this.found.indexOf(this.current), at = Math.max(0, kept >= 0 ? kept : Math.min(otherwise, this.found.length - 1));
    this.page = Math.floor(at / PAGE);
    this.showThemes();
    this.showStatements(at % PAGE);
    this.saidList.show();
    this.setCurrent(this.found.length ? this.found[at] : -1);
    this.map.draw();
  }

  dropHiddenTicks() {
    const before = this.chosen.size;
    for (const i of [...this.chosen]) if (!this.shown[i]) this.chosen.delete(i);
    const gone = before - this.chosen.size;
    if (gone) this.status.textContent = `${many(gone, "tick")} taken away: what is not in the list is not acted upon.`;
  }

  setCurrent(i) {
    if (i !== this.current && i >= 0) this.model.send({ kind: "turns", statement: this.ids[i] });
    this.current = i;
    this.showContext();
    this.showNotes();
    this.sayAbout();
  }

  showThemes() {
    const option = (id, name, n) => make("li", { role: "option", "aria-selected": String(this.picking === id) }, make("span", { class: "pa-name" }, name), make("span", { class: "pa-meta" }, many(n, "statement")));
    this.themeRows = ["", ...this.themes.map((one) => one.id), "none"];
    this.themeList.fill([
      option("", "All statements", this.nPass),
      ...this.themes.map((theme, n) => themeOption(this, theme, this.counts[n], this.picking === theme.id)),
      option("none", "In no theme", this.nOutside),
    ], this.themeRows.indexOf(this.picking));
  }

  showStatements(place) {
    const first = this.page * PAGE, rows = this.found.slice(first, first + PAGE);
    this.saidList.fill(rows.map((i) => statementOption(this, i)), place);
    this.counted.textContent = `Statements: ${this.found.length.toLocaleString("en")}${this.chosen.size ? `, ${this.chosen.size} ticked` : ""}`;
    const last = Math.ceil(this.found.length / PAGE);
    this.pages.replaceChildren(...(last > 1 ? [
      make("button", { type: "button", click: () => this.turnPage(-1), disabled: this.page === 0 }, "Back"),
      make("span", {}, `Page ${this.page + 1} of ${last}`),
      make("button", { type: "button", click: () => this.turnPage(1), disabled: this.page + 1 >= last }, "On"),
    ] : []));
  }

  turnPage(way) {
    const to = this.page + way;
    if (to < 0 || to * PAGE >= this.found.length) return;
    this.page = to;
    this.showStatements(way > 0 ? 0 : PAGE - 1);
    this.goTo(this.found[to * PAGE + this.saidList.place], false);
  }

  pickTheme(id) {
    if (id !== this.picking && this.opened && this.opened.kind !== "memo") this.drop(); // it was about another theme
    this.alert.textContent = ""; // it was about what was chosen before
    this.picking = id;
    this.filter();
    this.themeList.show();
  }

  goTo(i, find = true) {
    if (i === undefined || i < 0) return;
    if (find) {
      const at = this.found.indexOf(i);
      this.page = Math.max(0, Math.floor(at / PAGE));
      this.showStatements(Math.max(0, at % PAGE));
      this.saidList.show();
    }
    this.setCurrent(i);
    this.map.draw(false);
  }

  toggle(i) {
    if (i === undefined || i < 0) return;
    if (!this.chosen.delete(i)) this.chosen.add(i);
    this.showStatements(this.saidList.place);
    this.saidList.show();
    this.map.draw(false);
    this.sayAbout();
  }

  open(action) {
    const why = whyNot(action, this);
    if (why) return this.say("", why);
    this.say("");
    this.back = document.activeElement;
    this.opened = action;
    this.place.replaceChildren(actionForm(action, this, () => this.close()));
    this.goOn();
  }

  /* To what is lacking for the form that is open, and then into the form. */
  goOn() {
    const lacking = [this.initials, this.opened.plain ? null : this.reason].find((input) => input && !input.value.trim());
    (lacking || this.place.querySelector("input, select, textarea, button")).focus();
  }

  sayAbout() {
    const line = this.place.querySelector(".pa-about");
    if (line) line.textContent = aboutText(this.opened, this);
  }

  drop() {
    this.opened = null;
    this.place.replaceChildren();
  }

  close() {
    if (!this.place.firstChild) return;
    this.drop();
    (this.back && this.back.isConnected ? this.back : this.themeList.box).focus();
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.close();
    if (event.key === "Enter" && this.opened && [this.initials, this.reason].includes(event.target)) {
      event.preventDefault();
      return this.goOn();
    }
    if (event.target.matches("input, select, textarea")) return;
    const action = ACTIONS.find((one) => one.key === event.key);
    if (action) this.open(action);
    else if (event.key === "u" && !this.undo.disabled) this.ask({ kind: "undo" });
    else if (event.key === "/") this.search.focus();
    else return;
    event.preventDefault();
  }

  /* The statement itself at once, its turns when they are here. */
  showContext() {
    const i = this.current;
    if (i < 0) return this.context.replaceChildren();
    const here = this.turns?.statement === this.ids[i];
    const message = here ? this.turns : { statement: this.ids[i], text: this.texts[i], turns: [] };
    const themes = [this.themes[this.themeOf[i]], this.themes[this.partOf[i]]].filter(Boolean).map((one) => `${one.id} ${one.name}`);
    const paragraphs = message.turns.map((turn) => {
      const at = turn.own ? turn.text.indexOf(message.text) : -1;
      const words = at < 0 ? [turn.text] : [turn.text.slice(0, at), make("mark", {}, message.text), turn.text.slice(at + message.text.length)];
      return make("p", { class: turn.own ? "pa-own" : "" }, make("b", {}, `${[turn.speaker, turn.role === "participant" && turn.speaker ? "" : turn.role].filter(Boolean).join(", ")}: `), ...words);
    });
    const facts = [message.statement, this.questions[i], themes.join(" › ") || "no theme", this.quotable[i] ? "may be quoted" : "not to be quoted"];
    this.context.replaceChildren(make("p", { class: "pa-meta" }, facts.join(" · ")), ...(here ? paragraphs : [make("p", { class: "pa-own" }, make("mark", {}, message.text))]));
  }

  showNotes() {
    if (!this.standing) return;
    const memo = (one) => make("li", {}, `${one.text} `, make("span", { class: "pa-meta" }, [one.about, one.author, one.date].filter(Boolean).join(", ")));
    const about = this.memos.filter((one) => one.about && (one.about === this.ids[this.current] || one.about === this.picking));
    const list = (label, rows) => (rows.length ? make("details", {}, make("summary", {}, `${label} (${rows.length})`), make("ul", {}, ...rows)) : null);
    const theme = this.theme;
    this.notes.replaceChildren(...[
      theme ? make("p", {}, make("b", {}, `${theme.id} `), `${theme.description} ${theme.phrases ? `Key phrases: ${theme.phrases}.` : ""}`) : null,
      about.length ? make("h4", {}, "Memos about this") : null, about.length ? make("ul", {}, ...about.map(memo)) : null,
      list("All memos", this.memos.map(memo)),
      list("Last decisions", this.standing.decisions.map((one) => make("li", {}, `${one.what}: ${one.reason} `, make("span", { class: "pa-meta" }, `${one.author}, ${one.date}`)))),
      list("Decisions that do not apply", this.standing.notices.map((one) => make("li", {}, one))),
    ].filter(Boolean));
  }
}

function render({ model, el }) {
  // Without this, JupyterLab takes single letters for commands of its own, such as cutting the cell.
  const root = make("div", { class: "pa-explore", "data-lm-suppress-shortcuts": "true" });
  el.append(root);
  const desk = new Desk(model, root);
  return () => { desk.map.resized.disconnect(); model.off("msg:custom", desk.receive); };
}

export default { render };
