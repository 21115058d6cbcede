/* Lists that arrow keys walk through: themes, and a page of statements. */

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const many = (n, one, more = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : more}`;

let lastNumber = 0;

class Listbox {
  /* One list: `rows` are options made by `paint(row)`; the place of the focus is kept here, what it means is told to `onGo`. */
  constructor(label, { onGo, onToggle, onEdge, multiple = false }) {
    this.mark = `pa${++lastNumber}`;
    this.rows = [];
    this.place = 0;
    Object.assign(this, { onGo, onToggle, onEdge });
    this.box = make("ul", {
      class: "pa-list", role: "listbox", tabindex: "0", "aria-label": label, "aria-multiselectable": multiple ? "true" : null,
      keydown: (event) => this.onKey(event),
      click: (event) => {
        const option = event.target.closest("[role=option]");
        if (!option) return;
        this.go(Number(option.dataset.place));
        if (event.target.closest(".pa-tick") && this.onToggle) this.onToggle(this.place);
      },
    });
  }

  fill(options, place) {
    this.rows = options;
    this.box.replaceChildren(...options.map((option, n) => {
      option.id = `${this.mark}-${n}`;
      option.dataset.place = n;
      return option;
    }));
    this.place = Math.max(0, Math.min(place, options.length - 1));
    this.show(false);
  }

  show(scroll = true) {
    this.rows.forEach((row, n) => row.classList.toggle("pa-here", n === this.place));
    const here = this.rows[this.place];
    if (!here) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", here.id);
    const top = here.offsetTop, low = top + here.offsetHeight;
    if (scroll && top < this.box.scrollTop) this.box.scrollTop = top;
    else if (scroll && low > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = low - this.box.clientHeight;
  }

  go(place) {
    if (place < 0 || place >= this.rows.length) return this.onEdge && this.onEdge(place < 0 ? -1 : 1);
    this.place = place;
    this.show();
    this.onGo(place);
  }

  onKey(event) {
    const last = this.rows.length - 1;
    const to = {
      ArrowDown: this.place + 1, ArrowUp: this.place - 1, Home: 0, End: last,
      PageDown: Math.min(last, this.place + 10), PageUp: Math.max(0, this.place - 10),
    }[event.key];
    if (to !== undefined) this.go(to);
    else if (event.key === " " && this.onToggle) this.onToggle(this.place);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function themeOption(desk, theme, n, selected) {
  const stability = theme.stability === null ? "not measured" : `found again ${theme.stability.toFixed(2).replace(/^0/, "")}`;
  const tentative = theme.stability !== null && theme.stability < desk.tentative;
  return make("li", { role: "option", "aria-selected": String(selected), class: theme.parent ? "pa-part" : "" },
    swatch(desk, theme),
    make("span", { class: "pa-name" }, `${theme.id} ${theme.name}`, tentative ? make("em", {}, " (tentative)") : null),
    make("span", { class: "pa-meta" }, `${n === theme.n ? "" : `${n} of `}${many(theme.n, "statement")}, ${many(theme.people, "person", "people")}, ${many(theme.sessions, "session")}; ${stability}${theme.code && theme.code !== theme.id ? `; code ${theme.code}` : ""}`));
}

function swatch(desk, theme) {
  const canvas = make("canvas", { class: "pa-swatch", width: "28", height: "28", "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = desk.colors[theme.color % desk.colors.length];
  ctx.beginPath();
  drawMarker(ctx, theme.color % desk.nMarkers, 14, 14, 9);
  ctx.fill();
  return canvas;
}

function statementOption(desk, i) {
  const chosen = desk.chosen.has(i);
  const marks = [desk.quotes.has(desk.ids[i]) ? "marked as quote" : "", desk.memosAbout(desk.ids[i]).length ? "has a memo" : ""].filter(Boolean);
  const theme = desk.themes[desk.partOf[i] >= 0 ? desk.partOf[i] : desk.themeOf[i]];
  return make("li", { role: "option", "aria-selected": String(chosen) },
    make("span", { class: "pa-tick", "aria-hidden": "true" }, chosen ? "☑" : "☐"),
    make("span", { class: "pa-said" }, desk.texts[i]),
    make("span", { class: "pa-meta" }, [desk.ids[i], theme ? theme.id : "no theme", ...marks].join(", ")));
}
