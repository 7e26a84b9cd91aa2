/* Steps through a figure's precomputed settings, and turns its picture into a live chart on request.
   No framework; every page is complete without it. */
"use strict";
(() => {
  const DASH = { wanted: "solid", scored: "7px,3px", learned: "2px,3px", off: "10px,3px,2px,3px", ink: "1px,3px" };
  const SVG = "http://www.w3.org/2000/svg";
  const scripts = new Map();

  const fetched = (address) => fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  });

  const loadScript = (address) => {
    if (!scripts.has(address)) {
      scripts.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        Object.assign(script, { src: address, onload: resolve, onerror: reject });
        document.head.append(script);
      }));
    }
    return scripts.get(address);
  };

  class Figure {
    constructor(element) {
      this.element = element;
      this.form = element.querySelector(".sim-controls");
      this.say = element.querySelector(".sim-say");
      this.sliders = [...this.form.querySelectorAll("input[type=range]")];
      this.cause = this.form.querySelector("[name=cause]");
      this.explore = this.form.querySelector(".sim-explore");
      this.form.hidden = false;
      for (const event of ["pointerenter", "focusin"]) {
        this.form.addEventListener(event, () => this.load(), { once: true });
      }
      this.form.addEventListener("input", () => this.show(true));
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => setTimeout(() => this.show(true)));
      this.explore.addEventListener("click", () => this.goLive());
    }

    load() {
      this.steps ??= fetched(this.element.dataset.sim);
      return this.steps;
    }

    /* Which cell the controls ask for: last control fastest, each setting's twin right behind it. */
    cell(steps) {
      let index = 0;
      steps.controls.forEach((control, i) => {
        index = index * control.values.length + Number(this.sliders[i].value);
      });
      return steps.cause ? 2 * index + (this.cause.checked ? 0 : 1) : index;
    }

    async show(byReader) {
      const steps = await this.load();
      steps.controls.forEach((control, i) => {
        const shown = control.shown[this.sliders[i].value];
        this.sliders[i].setAttribute("aria-valuetext", shown);
        this.sliders[i].nextElementSibling.value = shown;
      });
      this.index = this.cell(steps);
      const cell = steps.cells[this.index];
      this.element.querySelectorAll(".sim-plot .marks > *").forEach((mark, i) => {
        mark.setAttribute("class", steps.looks[cell.look][i]);
        if (typeof cell.marks[i] === "string") mark.setAttribute("d", cell.marks[i]);
        else mark.replaceChildren(...cell.marks[i].map(Figure.text));
      });
      this.announce(cell.say);
      this.element.querySelector(".sim-now caption").textContent = cell.say;
      this.element.querySelectorAll(".sim-now tbody tr").forEach((row, i) => {
        [...row.children].forEach((field, j) => { field.textContent = cell.rows[i][j]; });
      });
      if (byReader) this.address(steps);
      if (this.live) this.drawLive();
    }

    static text([x, y, anchor, words]) {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("x", x);
      text.setAttribute("y", y);
      text.setAttribute("text-anchor", anchor);
      text.textContent = words;
      return text;
    }

    /* Seen at once, spoken when the control has come to rest. */
    announce(words) {
      this.say.setAttribute("aria-busy", "true");
      this.say.textContent = words;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.say.removeAttribute("aria-busy"), 600);
    }

    /* The state is in the address, by value: a link to it survives another grid. */
    address(steps) {
      const state = new URLSearchParams();
      steps.controls.forEach((control, i) => {
        if (this.sliders[i].value !== this.sliders[i].defaultValue) {
          state.set(control.name, control.values[this.sliders[i].value]);
        }
      });
      if (this.cause && !this.cause.checked) state.set("cause", "off");
      const query = state.toString();
      history.replaceState(null, "", `#${this.element.id}${query ? `?${query}` : ""}`);
    }

    async restore(query) {
      const steps = await this.load();
      const state = new URLSearchParams(query);
      steps.controls.forEach((control, i) => {
        const at = control.values.findIndex((value) => String(value) === state.get(control.name));
        this.sliders[i].value = at < 0 ? this.sliders[i].defaultValue : at;
      });
      if (this.cause) this.cause.checked = state.get("cause") !== "off";
      await this.show(false);
    }

    async goLive() {
      this.explore.disabled = true;
      const [full] = await Promise.all([
        fetched(this.explore.dataset.full), this.load(), loadScript(this.explore.dataset.plotly),
      ]);
      this.full = full;
      this.live = document.createElement("div");
      this.live.className = "sim-live";
      this.element.querySelector(".sim-plot").append(this.live);
      if (this.index === undefined) this.index = (await this.load()).start;
      await this.drawLive();
      this.element.classList.add("is-live");
    }

    drawLive() {
      const style = getComputedStyle(this.element);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      const scale = this.live.clientWidth / 360;
      const ink = (role) => colour(role === "ink" ? "soft" : role);
      const poster = getComputedStyle(this.element.querySelector(".sim-plot .sim-poster"));
      const size = parseFloat(poster.fontSize) * scale / 10;      // as large as in the picture
      const font = { family: style.fontFamily, size, color: colour("soft") };
      const traces = this.full.cells[this.index].traces.map((trace) => Figure.trace(trace, ink, scale, colour));
      const layout = {
        font, showlegend: false, dragmode: "zoom", hovermode: "closest", bargap: 0,
        paper_bgcolor: "transparent", plot_bgcolor: "transparent",
        margin: Object.fromEntries(Object.entries(this.full.margin).map(([k, v]) => [k, v * scale])),
        width: this.live.clientWidth, height: this.full.height * scale, annotations: [],
        hoverlabel: { font: { family: style.fontFamily } },
      };
      for (const [name, axis] of Object.entries(this.full.axes)) {
        const { title, ...rest } = axis;
        layout[name] = {
          ...rest, gridcolor: colour("rule"), linecolor: colour("soft"), zeroline: false,
          showline: name[0] === "x", automargin: false, tickmode: "array", fixedrange: false,
          title: name[0] === "x" ? { text: title, font, standoff: 8 } : {}, tickfont: font,
        };
        if (name[0] === "y" && title) {
          layout.annotations.push({ text: title, xref: "paper", yref: "paper", x: 0, y: axis.domain[1],
            xanchor: "left", yanchor: "bottom", xshift: -this.full.margin.l * scale + 2, yshift: 6, font, showarrow: false });
        }
      }
      return window.Plotly.react(this.live, traces, layout, {
        displaylogo: false, showSendToCloud: false, plotlyServerURL: "", responsive: false,
        modeBarButtonsToRemove: ["sendChartToCloud", "lasso2d", "select2d", "autoScale2d"],
      });
    }

    static trace(trace, ink, scale, colour) {
      const { mark, role, faint, size, ring, ...plain } = trace;
      const look = { ...plain, opacity: faint && mark !== "band" ? 0.4 : 1 };
      const dash = faint ? "solid" : DASH[role];
      if (mark === "line") return { ...look, mode: "lines", line: { color: ink(role), dash, width: faint ? 1 : 2.4 } };
      if (mark === "dots") return { ...look, mode: "markers", marker: { color: ink(role), size: size * scale, symbol: ring ? "circle-open" : "circle", line: { width: ring ? 2.4 : 0 } } };
      if (mark === "band") return { ...look, mode: "lines", fill: "toself", fillcolor: ink(role), opacity: 0.22, line: { width: 0 }, hoverinfo: "skip" };
      if (mark === "label") return { ...look, mode: "text", textfont: { color: role === "ink" ? colour("ink") : ink(role), weight: 600 }, hoverinfo: "skip" };
      if (mark === "bars") return { ...look, marker: { color: ink(role) } };
      return { ...look, zmin: 0, zmax: 1, showscale: false, colorscale: [[0, "rgba(0,0,0,0)"], [1, ink(role)]] };
    }
  }

  const figures = new Map();

  const follow = () => {
    const [ident, query] = decodeURIComponent(location.hash.slice(1)).split("?");
    const figure = figures.get(ident);
    if (!figure || query === undefined) return;
    figure.restore(query).then(() => figure.element.scrollIntoView());
  };

  const start = () => {
    for (const element of document.querySelectorAll("figure.sim")) {
      if (figures.get(element.id)?.element !== element) figures.set(element.id, new Figure(element));
    }
    follow();
  };

  document.documentElement.classList.replace("no-js", "js");
  window.addEventListener("hashchange", follow);
  if (window.document$) window.document$.subscribe(start);
  else start();
})();
