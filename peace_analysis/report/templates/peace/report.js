"use strict";
(() => {
  // Every word of the report is there without this script. It marks the place in the contents, searches, and remembers the colors.
  const root = document.documentElement;
  root.classList.add("js");

  // Light and dark. What the system says holds until the reader chooses; where nothing can be kept, the choice lasts as long as the page.
  const KEY = "peace_analysis colors";
  const BY_SYSTEM = "screen and (prefers-color-scheme: dark)";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = window.localStorage.getItem(KEY); } catch { /* nothing can be kept here */ }
  const isDark = () => (chosen ? chosen === "dark" : system.matches);
  const darkRule = [...document.styleSheets[0].cssRules].find((rule) => rule.media && rule.media.mediaText.includes("prefers-color-scheme"));
  const setColors = () => { darkRule.media.mediaText = chosen ? (chosen === "dark" ? "screen" : "not all") : BY_SYSTEM; };
  setColors();

  const SLICE = 8; // milliseconds of work before the browser may answer the reader
  const OPENED = 150; // quotes that a search opens at most; above that, lists stay closed behind their count
  const nextTask = () => new Promise((resolve) => { setTimeout(resolve); });
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const fill = (words, numbers) => words.replace(/\{(\w+)\}/g, (whole, name) => (name in numbers ? numbers[name].toLocaleString(root.lang) : whole));

  const start = () => {
    const main = document.querySelector("main");
    const side = document.querySelector(".side");
    const contents = document.querySelector("nav details");
    const finder = document.querySelector(".finder");
    const narrow = window.matchMedia("(max-width: 63.99rem)");
    const fold = () => { for (const part of [contents, finder]) if (part) part.open = !narrow.matches; };
    fold();
    narrow.addEventListener("change", fold);

    const darkButton = document.querySelector(".dark-button");
    const showColors = () => darkButton.setAttribute("aria-pressed", String(isDark()));
    darkButton.hidden = false;
    showColors();
    system.addEventListener("change", showColors);
    darkButton.addEventListener("click", () => {
      chosen = isDark() ? "light" : "dark";
      try { window.localStorage.setItem(KEY, chosen); } catch { /* nothing can be kept here */ }
      setColors();
      showColors();
    });

    const code = [...document.querySelectorAll("details.code")];
    const codeButton = document.querySelector(".code-button");
    if (codeButton && code.length) {
      codeButton.hidden = false;
      codeButton.addEventListener("click", () => {
        const open = codeButton.getAttribute("aria-pressed") !== "true";
        codeButton.setAttribute("aria-pressed", String(open));
        for (const details of code) details.open = open;
      });
    }

    // Contents: mark where the reader is. On a narrow page the list closes once it has been used.
    const links = [...document.querySelectorAll("nav a")];
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const here = document.querySelector(".here");
    let current = null;
    const mark = () => {
      let last = -1;
      headings.forEach((heading, n) => {
        if (heading && heading.getClientRects().length && heading.getBoundingClientRect().top < window.innerHeight * 0.3) last = n;
      });
      const link = last < 0 ? null : links[last];
      if (link === current) return;
      if (current) current.removeAttribute("aria-current");
      current = link;
      here.textContent = link ? link.textContent : "";
      if (!link) return;
      link.setAttribute("aria-current", "location");
      const [inner, outer] = [link.getBoundingClientRect(), side.getBoundingClientRect()];
      if (!narrow.matches && (inner.top < outer.top || inner.bottom > outer.bottom)) side.scrollTop += inner.top - outer.top - outer.height / 3;
    };
    let marking = 0;
    const markSoon = () => { if (!marking) marking = requestAnimationFrame(() => { marking = 0; mark(); }); };
    if (links.length) {
      document.addEventListener("scroll", markSoon, { passive: true });
      window.addEventListener("resize", markSoon);
      markSoon();
    }
    const close = (details) => { if (details) details.open = false; };
    if (side) {
      side.addEventListener("keydown", (event) => {
        const details = narrow.matches && event.key === "Escape" && event.target.closest("details");
        if (details) { details.open = false; details.querySelector("summary").focus(); }
      });
    }

    // A link to what is folded away or filtered out opens it.
    let stopFinding = () => {};
    const reveal = (hash) => {
      let id = hash.slice(1);
      try { id = decodeURIComponent(id); } catch { return null; }
      const target = id ? document.getElementById(id) : null;
      if (!target) return null;
      if (main.contains(target) && target !== main) stopFinding(target);
      for (let part = target; part; part = part.parentElement) if (part.localName === "details") part.open = true;
      return target;
    };
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
      if (!link) return;
      if (narrow.matches) { close(contents); close(finder); }
      reveal(link.hash);
    });
    const revealPlace = () => { const target = reveal(window.location.hash); if (target) target.scrollIntoView(); };
    window.addEventListener("hashchange", revealPlace);
    if (window.location.hash) revealPlace();

    // A table or figure that does not scroll is no stop for the keyboard, and no region of its own.
    if ("ResizeObserver" in window) {
      const labels = new Map();
      const sizes = new ResizeObserver((entries) => {
        const scrolling = entries.map(({ target }) => target.scrollWidth > target.clientWidth + 1);
        entries.forEach(({ target }, n) => {
          const settings = { tabindex: "0", role: "region", "aria-label": labels.get(target) };
          for (const [name, value] of Object.entries(settings)) {
            if (scrolling[n]) target.setAttribute(name, value);
            else target.removeAttribute(name);
          }
        });
      });
      for (const region of document.querySelectorAll(".table-scroll, .chart-scroll")) {
        labels.set(region, region.getAttribute("aria-label"));
        sizes.observe(region);
      }
    }

    // Paper cannot be unfolded.
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details:not([open]):not(.code)")];
      for (const details of opened) details.open = true;
    });
    window.addEventListener("afterprint", () => { for (const details of opened) details.open = false; });

    if (finder) stopFinding = startFinder(main, finder);
  };

  // Search and filter: whatever does not hold a quote or theme that fits is set aside, part by part, so that the page never stands still.
  const startFinder = (main, finder) => {
    const form = finder.querySelector("form");
    const { words, theme, said } = form.elements;
    const status = form.querySelector("[role=status]");
    const clearButton = form.querySelector(".clear");
    const PARTS = "section.theme, details.statements"; // what is searched as one, under the name of its theme
    const parts = [];
    let turn = 0;
    let ready = null;
    let openedHere = [];

    const readPart = (element) => {
      const summary = element.querySelector(":scope > summary");
      const heading = summary || element.querySelector("h2, h3, h4");
      const own = [...element.children].filter((child) => child.matches("summary, h2, h3, h4, p, ul, ol")).map((child) => child.textContent);
      const part = { element, block: element, text: plain(own.join(" ")), quotes: [], isTheme: element.matches(PARTS) };
      while (part.block.parentElement !== main) part.block = part.block.parentElement;
      part.name = ((heading && heading.querySelector("bdi")) || heading || element).textContent.trim();
      part.count = document.createElement(summary ? "span" : "p");
      part.count.className = "found-here";
      if (summary) summary.append(" ", part.count);
      else if (heading) heading.after(part.count);
      parts.push(part);
      return part;
    };
    const addOptions = (select, names) => {
      for (const [n, name] of names.entries()) select.append(new Option(name, String(n)));
      if (names.length < 2) select.closest("p").hidden = true;
    };
    const prepare = async () => {
      const known = new Map();
      const people = new Map();
      let clock = performance.now();
      for (const element of main.querySelectorAll(PARTS)) known.set(element, readPart(element));
      for (const element of main.querySelectorAll(".quote")) {
        if (performance.now() - clock > SLICE) { await nextTask(); clock = performance.now(); }
        const place = element.closest(PARTS) || element.parentElement;
        const by = element.querySelector("figcaption");
        const name = by ? by.textContent.trim() : "";
        const text = plain((element.querySelector("blockquote") || element).textContent);
        if (!known.has(place)) known.set(place, readPart(place));
        if (name && !people.has(name)) people.set(name, null);
        known.get(place).quotes.push({ element, text, name, list: element.closest("details") });
      }
      const themes = [...new Set(parts.filter((part) => part.isTheme && part.name).map((part) => part.name))];
      for (const part of parts) if (part.isTheme) part.option = String(themes.indexOf(part.name));
      addOptions(theme, themes);
      const names = [...people.keys()].sort((one, other) => one.localeCompare(other, root.lang));
      names.forEach((name, n) => people.set(name, String(n)));
      for (const part of parts) for (const quote of part.quotes) quote.option = people.get(quote.name);
      addOptions(said, names);
    };

    // The words searched for, marked without touching the page: only where the browser can.
    const paint = (asked, shown) => {
      if (!window.CSS || !CSS.highlights) return;
      const ranges = [];
      for (const quote of shown) {
        const walker = document.createTreeWalker(quote.element, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.data.toLowerCase();
          if (text.length !== node.data.length) continue;
          for (const word of asked) {
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
              ranges.push(new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + word.length }));
            }
          }
        }
      }
      CSS.highlights.set("found", new Highlight(...ranges));
    };

    const stop = () => {
      turn += 1;
      paint([], []);
      main.classList.remove("finding");
      for (const details of openedHere) details.open = false;
      openedHere = [];
      clearButton.hidden = true;
      status.textContent = "";
    };
    const find = async () => {
      turn += 1;
      const mine = turn;
      await ready;
      const asked = plain(words.value).split(" ").filter(Boolean);
      if (mine !== turn) return;
      if (!asked.length && !theme.value && !said.value) { stop(); return; }
      const fits = (text) => asked.every((word) => text.includes(word));
      for (const details of openedHere) details.open = false;
      openedHere = [];
      for (const block of main.children) block.classList.remove("found");
      for (const part of parts) part.element.classList.add("not-found");
      main.classList.add("finding");
      clearButton.hidden = false;
      if (window.scrollY > main.offsetTop) window.scrollTo({ top: main.offsetTop - 70, behavior: "instant" });
      const distinct = new Set();
      const shown = [];
      const themes = new Set();
      let nOpened = 0;
      let clock = performance.now();
      for (const part of parts) {
        if (theme.value && part.option !== theme.value) continue;
        const whole = fits(part.text);
        const lists = new Set();
        let n = 0;
        for (const quote of part.quotes) {
          if (performance.now() - clock > SLICE) {
            await nextTask();
            if (mine !== turn) return;
            clock = performance.now();
          }
          const fit = (!said.value || quote.option === said.value) && (whole || fits(quote.text));
          quote.element.classList.toggle("not-found", !fit);
          if (!fit) continue;
          n += 1;
          if (shown.length < OPENED) shown.push(quote);
          distinct.add(`${quote.text}\n${quote.name}`);
          if (quote.list) lists.add(quote.list);
        }
        if (!n && !(whole && !said.value)) continue;
        part.count.textContent = fill(form.dataset.here, { quotes: n, all: part.quotes.length });
        part.element.classList.remove("not-found");
        part.block.classList.add("found");
        if (part.isTheme) themes.add(part.name);
        if (asked.length && nOpened + n <= OPENED) {
          nOpened += n;
          for (const list of lists) if (!list.open) { list.open = true; openedHere.push(list); }
        }
      }
      paint(asked, shown);
      status.textContent = distinct.size || themes.size ? fill(form.dataset.found, { quotes: distinct.size, themes: themes.size }) : form.dataset.none;
    };

    if (!main.querySelector(`${PARTS}, .quote`)) return () => {};
    finder.hidden = false;
    ready = nextTask().then(prepare);
    let waiting = 0;
    const findSoon = () => { clearTimeout(waiting); waiting = setTimeout(find, 200); };
    words.addEventListener("input", findSoon);
    theme.addEventListener("change", find);
    said.addEventListener("change", find);
    form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); find(); });
    const clear = () => { clearTimeout(waiting); form.reset(); stop(); };
    clearButton.addEventListener("click", () => { clear(); words.focus(); });
    return (target) => { if (main.classList.contains("finding") && !target.getClientRects().length) clear(); };
  };

  document.addEventListener("DOMContentLoaded", start);
})();
