"use strict";
(() => {
  // Everything works without this script; it only follows the reader.
  const contents = document.querySelector("nav details");
  const narrow = window.matchMedia("(max-width: 63.99rem)");
  if (contents && narrow.matches) contents.open = false;
  narrow.addEventListener("change", () => { if (contents) contents.open = !narrow.matches; });

  const links = new Map();
  for (const link of document.querySelectorAll("nav a")) {
    links.set(decodeURIComponent(link.hash.slice(1)), link);
    link.addEventListener("click", () => { if (contents && narrow.matches) contents.open = false; });
  }
  if ("IntersectionObserver" in window) {
    const observer = new IntersectionObserver((entries) => {
      const entry = entries.find((candidate) => candidate.isIntersecting);
      if (!entry) return;
      for (const [anchor, link] of links) {
        if (anchor === entry.target.id) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "0px 0px -75% 0px" });
    for (const anchor of links.keys()) {
      const target = document.getElementById(anchor);
      if (target) observer.observe(target);
    }
  }

  // Paper cannot be unfolded.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not(.code)")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
