/* The map of statements, drawn on a canvas. A theme is told by its color and by its marker. */

function drawMarker(ctx, kind, x, y, r) {
  switch (kind) {
    case 1: ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8); break;
    case 2: ctx.moveTo(x, y - r * 1.2); ctx.lineTo(x + r * 1.1, y + r * 0.8); ctx.lineTo(x - r * 1.1, y + r * 0.8); break;
    case 3: ctx.moveTo(x, y - r * 1.3); ctx.lineTo(x + r * 1.3, y); ctx.lineTo(x, y + r * 1.3); ctx.lineTo(x - r * 1.3, y); break;
    case 4: ctx.moveTo(x, y + r * 1.2); ctx.lineTo(x + r * 1.1, y - r * 0.8); ctx.lineTo(x - r * 1.1, y - r * 0.8); break;
    case 5: ctx.rect(x - r * 1.2, y - r * 0.45, r * 2.4, r * 0.9); ctx.rect(x - r * 0.45, y - r * 1.2, r * 0.9, r * 2.4); break;
    case 6: ctx.rect(x - r * 0.4, y - r * 1.3, r * 0.8, r * 2.6); break;
    default: ctx.moveTo(x + r, y); ctx.arc(x, y, r, 0, 6.2832);
  }
}

class StatementMap {
  constructor(desk) {
    this.desk = desk;
    this.zoom = 1;
    this.middle = [0, 0];
    this.canvas = make("canvas", {
      class: "pa-map", tabindex: "0", role: "application", "aria-roledescription": "map",
      "aria-label": "Map of statements: those that are alike stand near each other. Arrow keys go to the next one in that direction, plus and minus zoom.",
    });
    this.canvas.addEventListener("keydown", (event) => this.onKey(event));
    this.canvas.addEventListener("pointerdown", (event) => this.onPress(event));
    this.canvas.addEventListener("pointermove", (event) => this.onDrag(event));
    this.canvas.addEventListener("pointerup", (event) => this.onRelease(event));
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.canvas);
  }

  scale() {
    return (Math.min(this.canvas.clientWidth, this.canvas.clientHeight) / 2 - 10) * this.zoom;
  }

  at(spot) {
    const scale = this.scale();
    return [
      this.canvas.clientWidth / 2 + (spot[0] - this.middle[0]) * scale,
      this.canvas.clientHeight / 2 - (spot[1] - this.middle[1]) * scale,
    ];
  }

  draw(anew = true) {
    this.anew ||= anew;
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.paint(); });
  }

  paint() {
    const wide = this.canvas.clientWidth, high = this.canvas.clientHeight, dense = window.devicePixelRatio || 1;
    if (!wide || !this.desk.spots) return;
    const style = getComputedStyle(this.canvas);
    // Points are painted once for each filter; a step from one statement to the next moves only the rings.
    if (this.anew || !this.points) this.paintPoints(wide, high, dense, style);
    this.anew = false;
    this.canvas.width = wide * dense;
    this.canvas.height = high * dense;
    const ctx = this.canvas.getContext("2d");
    ctx.drawImage(this.points, 0, 0);
    ctx.scale(dense, dense);
    ctx.strokeStyle = style.color;
    for (const i of this.desk.chosen) this.ring(ctx, i, 6, 1.2);
    this.ring(ctx, this.desk.current, 9, 2.5);
  }

  paintPoints(wide, high, dense, style) {
    const { spots, themes, themeOf, shown } = this.desk;
    this.points = make("canvas", { width: Math.round(wide * dense), height: Math.round(high * dense) });
    const ctx = this.points.getContext("2d");
    ctx.scale(dense, dense);
    const r = spots.length > 5000 ? 2 : 3.2, scale = this.scale();
    const faint = [], groups = themes.map(() => []), outside = [];
    for (let i = 0; i < spots.length; i++) {
      if (!spots[i]) continue;
      if (!shown[i]) faint.push(i);
      else if (themeOf[i] < 0) outside.push(i);
      else groups[themeOf[i]].push(i);
    }
    const dots = (places, kind, color, alpha, size) => {
      ctx.globalAlpha = alpha;
      ctx.fillStyle = color;
      ctx.beginPath();
      for (const i of places) {
        const x = wide / 2 + (spots[i][0] - this.middle[0]) * scale, y = high / 2 - (spots[i][1] - this.middle[1]) * scale;
        if (x < -9 || y < -9 || x > wide + 9 || y > high + 9) continue;
        if (size < 1.4) ctx.rect(x - size, y - size, 2 * size, 2 * size);
        else drawMarker(ctx, kind, x, y, size);
      }
      ctx.fill();
    };
    const small = Math.min(1.3, r * 0.6);
    dots(faint, 0, style.color, 0.15, small);
    dots(outside, 0, style.color, 0.5, small);
    themes.forEach((theme, n) => dots(groups[n], theme.color % this.desk.nMarkers, this.desk.colors[theme.color % this.desk.colors.length], 0.85, r));
    ctx.globalAlpha = 1;
    this.label(ctx, groups, style);
  }

  ring(ctx, i, r, width) {
    if (i < 0 || !this.desk.spots[i]) return;
    const [x, y] = this.at(this.desk.spots[i]);
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 6.2832);
    ctx.stroke();
  }

  label(ctx, groups, style) {
    ctx.font = `600 12px ${style.fontFamily}`;
    ctx.textAlign = "center";
    ctx.lineWidth = 3;
    groups.forEach((places, n) => {
      if (!places.length) return;
      const xs = places.map((i) => this.desk.spots[i][0]).sort((a, b) => a - b);
      const ys = places.map((i) => this.desk.spots[i][1]).sort((a, b) => a - b);
      const [x, y] = this.at([xs[xs.length >> 1], ys[ys.length >> 1]]);
      ctx.strokeStyle = style.backgroundColor;
      ctx.strokeText(this.desk.themes[n].id, x, y);
      ctx.fillStyle = style.color;
      ctx.fillText(this.desk.themes[n].id, x, y);
    });
  }

  nearest(x, y, within) {
    let best = -1, least = within * within;
    this.desk.spots.forEach((spot, i) => {
      if (!spot || !this.desk.shown[i]) return;
      const [px, py] = this.at(spot), far = (px - x) ** 2 + (py - y) ** 2;
      if (far < least) { least = far; best = i; }
    });
    return best;
  }

  step(dx, dy) {
    const from = this.desk.spots[this.desk.current];
    if (!from) return this.nearest(this.canvas.clientWidth / 2, this.canvas.clientHeight / 2, 1e6);
    let best = -1, least = Infinity;
    this.desk.spots.forEach((spot, i) => {
      if (!spot || !this.desk.shown[i] || i === this.desk.current) return;
      const x = spot[0] - from[0], y = spot[1] - from[1], along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
      if (along <= 0 || aside > along) return;
      if (along + 2 * aside < least) { least = along + 2 * aside; best = i; }
    });
    return best;
  }

  zoomTo(factor) {
    this.zoom = Math.min(20, Math.max(1, factor));
    this.middle = this.zoom === 1 ? [0, 0] : this.desk.spots[this.desk.current] || this.middle;
    this.draw();
  }

  onKey(event) {
    const go = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (go) {
      const i = this.step(...go);
      if (i >= 0) this.desk.goTo(i);
    } else if (event.key === "+" || event.key === "=") this.zoomTo(this.zoom * 1.5);
    else if (event.key === "-") this.zoomTo(this.zoom / 1.5);
    else if (event.key === "0") this.zoomTo(1);
    else if (event.key === " ") this.desk.toggle(this.desk.current);
    else return;
    event.preventDefault();
  }

  onPress(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pressed = [event.offsetX, event.offsetY, ...this.middle];
  }

  onDrag(event) {
    if (!this.pressed || this.zoom === 1) return;
    const [x, y, mx, my] = this.pressed;
    this.middle = [mx - (event.offsetX - x) / this.scale(), my + (event.offsetY - y) / this.scale()];
    this.draw();
  }

  onRelease(event) {
    const [x, y] = this.pressed || [1e9, 1e9];
    this.pressed = null;
    if (Math.hypot(event.offsetX - x, event.offsetY - y) > 4) return;
    const i = this.nearest(event.offsetX, event.offsetY, 24);
    if (i >= 0) this.desk.goTo(i);
  }
}
