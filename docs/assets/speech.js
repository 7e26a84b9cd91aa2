/* What a point of a live chart says when it is pointed at: the titles of its axes, each with its value in
   the words of the axis. How an axis says a value was worked out in the build; see hooks/draw/speech.py. */
const LINE = 40; // characters

/* Lines of a text, none wider than there is room, cut where a word or a part of an address ends; `wide`
   measures one. */
export const wrapped = (text, room, wide = (line) => line.length) => {
  const lines = [""];
  for (const part of text.split(/(?<=[ /?&-])/)) {
    const longer = lines.at(-1) + part;
    if (wide(longer.trim()) <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => line.trim());
};

/* What plotly.js needs to let each point of a trace speak, or to keep it silent. */
export const speech = (trace, traces, axes) => {
  const { mark, x: xs, y: ys, z } = trace;
  const name = trace.name ?? inLegend(trace, traces);
  const labels = traces.filter((one) => one.mark === "label" && one.xaxis === trace.xaxis && one.yaxis === trace.yaxis);
  const [across, up] = ["x", "y"].map((letter) => onAxis(letter, trace, labels, axes));
  const said = (x, y, more) => [name, across(x), up(y), more].filter(Boolean).flatMap((line) => wrapped(line, LINE)).join("<br>");
  let hovertext = [];
  if (mark === "heat") hovertext = ys.map((y, j) => xs.map((x, i) => said(x, y, onCell(trace, labels, x, y, z[j][i]))));
  else if (mark !== "band" && mark !== "label") hovertext = xs.map((x, i) => x === null || ys[i] === null ? "" : said(x, ys[i]));
  return hovertext.flat().some(Boolean) ? { hovertext, hovertemplate: "%{hovertext}<extra></extra>" } : { hoverinfo: "skip" };
};

/* What the legend calls a mark of this look, where the look is named in another panel. */
const inLegend = ({ mark, role, faint, ring }, traces) => {
  const named = traces.filter((one) => one.name && one.mark === mark && one.role === role && one.faint === faint && one.ring === ring);
  return named.length === 1 ? named[0].name : "";
};

/* A function from a value to what its axis says of it: title and value, or the one of them that there is. */
const onAxis = (letter, trace, labels, axes) => {
  const axis = axes[`${letter}axis${trace[`${letter}axis`].slice(1)}`].speech;
  const names = axis.way === "silent" ? placeNames(letter, labels) : [];
  const half = letter === "x" ? halfBin(trace, axis) : 0;
  return (value) => {
    let said = words(axis, value);
    if (names.length) said = nearest(names, value)[1];
    else if (half) said = `${words(axis, value - half)} to ${words(axis, value + half)}`;
    return [axis.title, said].filter(Boolean).join(": ");
  };
};

const words = ({ way, ticks, times, unit, digits }, value) => {
  const on = ticks.find(([place]) => place === value);
  if (on) return on[1];
  if (way === "silent") return "";
  if (way === "nearest") return nearest(ticks, value)[1];
  if (way === "number") return number(value * times, digits) + unit;
  const above = ticks.findIndex(([place]) => place > value);
  if (above < 0) return `above ${ticks.at(-1)[1]}`;
  return above ? `between ${ticks[above - 1][1]} and ${ticks[above][1]}` : `below ${ticks[0][1]}`;
};

const nearest = (ticks, value) => ticks.reduce((a, b) => Math.abs(b[0] - value) < Math.abs(a[0] - value) ? b : a);

const number = (value, digits) => {
  const round = digits ?? (Math.abs(value) < 1000 ? null : 0);
  const form = round === null ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: round };
  return value.toLocaleString("en", form).replace(/^-(?=0$)/, "").replace("-", "\u2212");
};

/* Half the width of bars that touch: each stands for all between its edges, but where it is one whole number. */
const halfBin = ({ mark, x, width }, { way }) => {
  if (mark !== "bars" || way !== "number" || x.length < 2) return 0;
  const touch = Math.abs(Math.abs(x[1] - x[0]) / width - 1) < 1e-3;
  return touch && !(width === 1 && Number.isInteger(x[0])) ? width / 2 : 0;
};

/* Where an axis has no ticks, labels in one row or column name its places. */
const placeNames = (letter, labels) => {
  const other = letter === "x" ? "y" : "x";
  const row = labels.find((label) => label.x.length > 2 && new Set(label[other]).size === 1);
  return row ? row[letter].map((place, i) => [place, row.text[i]]) : [];
};

/* A cell of a heat map says what is written on it, or else its value. */
const onCell = ({ title, tickformat }, labels, x, y, value) => {
  const written = labels.flatMap((label) => label.text.filter((_, i) => label.x[i] === x && label.y[i] === y));
  const [, digits, percent] = tickformat.match(/\.(\d+)(%?)/);
  return `${title}: ${written[0] ?? number(value * (percent ? 100 : 1), Number(digits)) + percent}`;
};
