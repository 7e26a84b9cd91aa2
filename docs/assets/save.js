/* A live chart as a picture that can stand alone: as it is seen, with its finding above, and below it what
   the marks mean and where it comes from. Loaded when a reader saves one. */
import { wrapped } from "./speech.js";

/* box: the chart; figure: the one that it belongs to; font: as large as in the picture, and the colour of `ink`. */
export const save = (box, figure, font, ink, format) => {
  const { width, height, margin, annotations, ...seen } = box.layout;
  const edge = font.size, line = 1.3 * font.size, room = width - 2 * edge;
  const title = { ...font, size: 1.2 * font.size, weight: 650, color: ink };
  const finding = wrapped(figure.querySelector(".sim-say").textContent, room, ruler(title));
  const source = wrapped(origin(figure), room, ruler(font));
  const entries = box.data.filter((trace) => trace.showlegend).map((trace) => ruler(font)(trace.name) + 4 * edge);
  const rows = entries.length && Math.ceil(entries.length / Math.max(1, Math.floor(room / Math.max(...entries))));
  const above = finding.length * 1.2 * line + edge, under = source.length * line + edge, legend = rows * 1.5 * line;
  const total = above + height + legend + under;
  const words = (lines, style) => ({
    text: lines.join("<br>"), font: style, align: "left", showarrow: false, borderpad: 0,
    x: 0, xref: "paper", yref: "paper", xanchor: "left", xshift: edge - margin.l,
  });
  const layout = {
    ...seen, width, height: total, showlegend: rows > 0,
    margin: { ...margin, t: margin.t + above, b: margin.b + legend + under },
    legend: {
      font, orientation: "h", bgcolor: "transparent",
      x: edge / width, xref: "container", xanchor: "left", y: under / total, yref: "container", yanchor: "bottom",
    },
    annotations: [
      ...annotations,
      { ...words(finding, title), y: 1, yanchor: "top", yshift: margin.t + above - edge / 2 },
      { ...words(source, font), y: 0, yanchor: "bottom", yshift: edge / 2 - margin.b - legend - under },
    ],
  };
  const options = { format, filename: figure.id, width, height: total, scale: format === "png" ? 2 : 1 };
  return window.Plotly.downloadImage({ data: box.data, layout }, options);
};

/* Book and address of the figure, at the setting that is seen: the published address, if the site knows its own. */
const origin = (figure) => {
  const published = new URL(document.querySelector("link[rel=canonical]")?.href ?? location);
  const address = published.hostname === "localhost" ? new URL(location.pathname, location) : published;
  address.hash = figure.querySelector(".sim-slide").hash;
  return `${document.querySelector(".book-title").textContent}, ${address.href}`;
};

const ruler = ({ size, family, weight = 400 }) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${family}`;
  return (text) => pen.measureText(text).width;
};
