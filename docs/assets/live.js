/* The live chart: the same figure in plotly.js, with the axes, places and looks of the picture that it
   lies over. Loaded when a reader asks for it. */
import { speech } from "./speech.js";

const DASH = { wanted: "solid", scored: "7px,3px", learned: "2px,3px", off: "10px,3px,2px,3px", ink: "1px,3px" };
const UNITS = 360; // the width in which a figure is laid out

/* plotly.js writes its styles into the page, which the policy forbids: live.css holds them, and the
   element with this name tells it so. */
const mark = { id: "plotly.js-style-global", className: "no-inline-styles", hidden: true };
document.body.append(Object.assign(document.createElement("span"), mark));
const sheet = { rel: "stylesheet", href: new URL("live.css", import.meta.url).href };
document.head.append(Object.assign(document.createElement("link"), sheet));

let library;
const load = (script) => {
  library ??= new Promise((resolve, reject) => {
    const onerror = () => { library = undefined; reject(new Error(script.href)); }; // then it can be asked for again
    document.head.append(Object.assign(document.createElement("script"), { src: script.href, onload: resolve, onerror }));
  });
  return library;
};

/* Turn a figure of the page live, at the setting that its picture shows. */
export const goLive = async (figure, fetched) => {
  const { full, plotly } = figure.explore.dataset;
  const [data] = await Promise.all([fetched(full), load(new URL(plotly, location)), figure.step(false, -1)]);
  figure.chart ??= new LiveChart(figure, data);
  await figure.chart.draw(figure.index);
  figure.toLive(true);
};

class LiveChart {
  /* figure: the one in the page that it is to live in; data: its full data file. */
  constructor(figure, data) {
    this.figure = figure;
    this.data = data;
    this.plot = figure.plot;
    this.poster = figure.plot.querySelector(".sim-poster");
    this.box = Object.assign(document.createElement("div"), { className: "sim-live" });
    const name = `${this.poster.getAttribute("aria-label")}, to zoom and read`;
    for (const [key, value] of Object.entries({ role: "group", "aria-label": name })) this.box.setAttribute(key, value);
    this.plot.append(this.box);
    const again = () => this.index !== undefined && this.draw(this.index);
    new ResizeObserver(again).observe(this.plot);
    const scheme = { attributes: true, attributeFilter: ["data-md-color-scheme"] };
    new MutationObserver(again).observe(document.body, scheme);
    for (const tab of this.tabs()) tab.addEventListener("change", again);
  }

  /* The tabs of the caption, if it has any: each is a way to read the figure, with its own labels. */
  tabs() {
    return [...this.figure.element.querySelectorAll("figcaption .tabbed-set > input")];
  }

  draw(index) {
    this.index = index;
    this.reading = this.tabs().findIndex((tab) => tab.checked) + 1;
    this.style = getComputedStyle(this.plot);
    this.scale = this.plot.clientWidth / UNITS;
    const size = parseFloat(getComputedStyle(this.poster).fontSize) * this.scale / 10; // as large as in the picture
    this.font = { family: this.style.fontFamily, size, color: this.colour("soft") };
    this.traces = this.data.cells[index].traces;
    const { camera, disk } = window.Plotly.Icons;
    const save = (format, icon) => ({
      name: format, title: `Save as ${format.toUpperCase()}`, icon, click: () => this.save(format),
    });
    return window.Plotly.react(this.box, this.traces.map((trace) => this.trace(trace)), this.layout(), {
      displaylogo: false, showSendToCloud: false, plotlyServerURL: "",
      modeBarButtonsToRemove: ["toImage", "sendChartToCloud", "lasso2d", "select2d", "autoScale2d"],
      modeBarButtonsToAdd: [save("png", camera), save("svg", disk)],
    });
  }

  colour(name) {
    return this.style.getPropertyValue(`--${name}`).trim();
  }

  layout() {
    const { axes, margin, height } = this.data;
    const { font, scale } = this;
    const layout = {
      font, showlegend: false, hovermode: "closest", bargap: 0, width: UNITS * scale, height: height * scale,
      paper_bgcolor: this.colour("paper"), plot_bgcolor: this.colour("paper"), annotations: [],
      margin: Object.fromEntries(Object.entries(margin).map(([side, room]) => [side, room * scale])),
      modebar: { bgcolor: "transparent", color: this.colour("soft"), activecolor: this.colour("ink") },
      hoverlabel: { align: "left", bgcolor: this.colour("paper"), font: { ...font, color: this.colour("ink") } },
    };
    for (const [name, { title, speech, ...axis }] of Object.entries(axes)) {
      const across = name[0] === "x";
      layout[name] = {
        ...axis, tickmode: "array", tickfont: font, gridcolor: this.colour("rule"),
        linecolor: this.colour("soft"), zeroline: false, showline: across,
      };
      if (title) layout.annotations.push(this.title(title, across, axis, axes));
    }
    return layout;
  }

  /* Axis titles stand where the picture has them. */
  title(text, across, axis, axes) {
    const { font, scale } = this;
    const other = axes[(across ? "yaxis" : "xaxis") + axis.anchor.slice(1)];
    const place = across
      ? { x: (axis.domain[0] + axis.domain[1]) / 2, y: other.domain[0], xanchor: "center", yanchor: "bottom", yshift: -37 * scale }
      : { x: other.domain[0], y: axis.domain[1], xanchor: "left", yanchor: "bottom", xshift: (2 - this.data.margin.l) * scale, yshift: 9 * scale };
    return { text, font, showarrow: false, borderpad: 0, xref: "paper", yref: "paper", ...place };
  }

  trace(trace) {
    const { mark, role, faint, size, ring, thing, towards, reading, full, title, tickformat, ...plain } = trace;
    const ink = this.colour(role === "ink" ? "soft" : role);
    const see = { ...plain, opacity: faint ? 0.4 : 1, visible: !reading || reading === this.reading, showlegend: !!plain.name, ...speech(trace, this.traces, this.data.axes) };
    see.hoverlabel = { bordercolor: ink };
    if (mark === "line") {
      return { ...see, mode: "lines", line: { color: ink, dash: faint ? "solid" : DASH[role], width: faint ? 1 : 2.4 } };
    }
    if (mark === "dots") {
      const line = { width: ring ? 2.4 : 0, color: ink };
      return { ...see, mode: "markers", marker: { color: ink, size: size * this.scale, symbol: ring ? "circle-open" : "circle", line } };
    }
    if (mark === "band") return { ...see, mode: "lines", fill: "toself", fillcolor: ink, opacity: 0.22, line: { width: 0 } };
    if (mark === "label") {
      const color = role === "ink" ? this.colour("ink") : ink;
      return { ...see, mode: "text", textfont: { ...this.font, weight: 600, color } };
    }
    if (mark === "bars") return { ...see, marker: { color: ink, line: { width: 0 } } };
    return { ...see, zmin: 0, zmax: full, showscale: false, colorscale: [[0, this.colour("paper")], [1, ink]] };
  }

  save(format) {
    return this.figure.attempt(async () => (await import("./save.js")).save(this.box, this.figure.element, this.font, this.colour("ink"), format));
  }
}
