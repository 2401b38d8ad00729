// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Charts over time, drawn as SVG, so that they follow the theme and can be read by programs. */

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {count} from '../lib/format.js';
import {zone} from '../lib/preferences.js';
import {clock, dayClock, dayMinute, minute} from '../lib/time.js';

/** The widths of the labels of the time axis, such as 16:31 and 05-31 16:31. */
const LABEL = 34;
const LABEL_WITH_DAY = 74;
/** The width of a character in the labels of the axis of values. */
const DIGIT = 6.4;
/** From this length in milliseconds, a range has the same time of day more than once. */
const DAY = 86_400_000;

/**
 * @typedef {{name: string, look: string, values: (number | null)[]}} Series
 */

/** The end of the axis of values: 1, 2 or 5 times a power of ten. @param {number} max above zero */
function niceMax(max) {
  const power = 10 ** Math.floor(Math.log10(max));
  return [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= max) ?? max;
}

/** The time that a chart shows, in milliseconds. @param {string[]} times the starts of its steps */
function lengthOf(times) {
  const [first, second] = times.map((each) => Date.parse(each));
  return times.length > 1 ? (second - first) * times.length : 0;
}

/** The width of an element, which changes with the window. */
export function useWidth() {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!ref.current) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(120, Math.floor(entry.contentRect.width))));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return /** @type {const} */ ([ref, width]);
}

/**
 * Bars over time, stacked, or lines. Dragging over the chart chooses a time range.
 *
 * @param {{times: string[], series: Series[], height?: number, lines?: boolean, label: string, unit?: (value: number) => string, onZoom?: (from: string, to: string) => void, axis?: boolean}} props
 */
export function TimeChart({times, series, height = 120, lines = false, label, unit = count, onZoom, axis = true}) {
  const [ref, width] = useWidth();
  const [hover, setHover] = useState(-1);
  const [drag, setDrag] = useState(/** @type {[number, number] | null} */ (null));
  zone.use();
  const bottom = axis ? 18 : 0;
  const plot = height - bottom - 4;
  const n = Math.max(1, times.length);
  const sums = times.map((_time, i) => series.reduce((sum, each) => sum + (each.values[i] ?? 0), 0));
  const peaks = series.flatMap((each) => each.values.map((value) => value ?? 0));
  const highest = Math.max(0, ...(lines ? peaks : sums));
  // An axis of counts ends at 1 or more. A rate may be far below 1.
  const max = niceMax(unit !== count && highest > 0 ? Math.max(highest, 0.001) : Math.max(highest, 1));
  const widest = Math.max(...[max / 2, max].map((value) => unit(value).length));
  const left = axis ? Math.max(44, 12 + Math.ceil(widest * DIGIT)) : 0;
  const inner = width - left - 2;
  const step = inner / n;
  const y = (/** @type {number} */ value) => 4 + plot - (value / max) * plot;
  const indexAt = (/** @type {MouseEvent} */ event) => {
    const box = ref.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(n - 1, Math.floor((event.clientX - box.left - left) / step))) : 0;
  };
  const withDay = lengthOf(times) >= DAY;
  const labels = [];
  const every = Math.max(1, Math.ceil(n / Math.max(2, Math.floor(inner / 90))));
  for (let i = 0; axis && i < times.length; i += every) {
    // A label that would be cut at the right end is left out.
    if (i * step + (withDay ? LABEL_WITH_DAY : LABEL) <= inner || i === 0) {
      labels.push(html`<text key=${i} class="axis" x=${left + i * step} y=${height - 4}>${withDay ? dayMinute(times[i]) : minute(times[i])}</text>`);
    }
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  // A sum of rates or of times has no meaning.
  const summary = unit !== count || !times.length ? label : `${label}: ${count(total)} from ${dayClock(times[0])}`;
  return html`<div class="chart" ref=${ref}>
    <svg width=${width} height=${height} role="img" aria-label=${summary}
      onMouseMove=${(/** @type {MouseEvent} */ event) => {
        setHover(indexAt(event));
        if (drag) {
          setDrag([drag[0], indexAt(event)]);
        }
      }}
      onMouseLeave=${() => {
        setHover(-1);
        setDrag(null);
      }}
      onMouseDown=${(/** @type {MouseEvent} */ event) => onZoom && setDrag([indexAt(event), indexAt(event)])}
      onMouseUp=${() => {
        if (drag && onZoom && drag[0] !== drag[1]) {
          const [a, b] = [Math.min(...drag), Math.max(...drag)];
          const size = times.length > 1 ? Date.parse(times[1]) - Date.parse(times[0]) : 60000;
          onZoom(times[a], new Date(Date.parse(times[b]) + size).toISOString());
        }
        setDrag(null);
      }}>
      ${axis && [0, max / 2, max].map((value) => html`<g key=${value}>
        <line class="grid" x1=${left} x2=${width} y1=${y(value)} y2=${y(value)} />
        <text class="axis" x=${left - 6} y=${y(value) + 4} text-anchor="end">${unit(value)}</text></g>`)}
      ${lines ? series.map((each) => html`<path key=${each.name} class=${'line s-' + each.look} d=${linePath(each.values, (i) => left + (i + 0.5) * step, y)} />`) : bars(series, n, left, step, y, max, plot)}
      ${hover >= 0 && html`<rect class="hover" x=${left + hover * step} y="0" width=${step} height=${plot + 4} />`}
      ${drag && html`<rect class="drag" x=${left + Math.min(...drag) * step} y="0" width=${(Math.abs(drag[1] - drag[0]) + 1) * step} height=${plot + 4} />`}
      ${labels}
    </svg>
    ${hover >= 0 && times[hover] && html`<div class="chart-tip">
      <span class="num">${withDay ? dayClock(times[hover]) : clock(times[hover])}</span>${series.map((each) => html`<span key=${each.name} class=${'num s-' + each.look}><i class="dot"></i>${each.name} ${each.values[hover] === null || each.values[hover] === undefined ? '–' : unit(each.values[hover] ?? 0)}</span>`)}</div>`}
  </div>`;
}

/**
 * @param {(number | null)[]} values
 * @param {(i: number) => number} x
 * @param {(value: number) => number} y
 */
function linePath(values, x, y) {
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null || value === undefined) {
      pen = 'M';
    } else {
      path += `${pen}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
      // A value without neighbours is a dot, which a line of no length would not show.
      path += pen === 'M' ? 'h0.01' : '';
      pen = 'L';
    }
  });
  return path;
}

/**
 * @param {{look: string, values: (number | null)[]}[]} series
 * @param {number} n
 * @param {number} left
 * @param {number} step
 * @param {(value: number) => number} y
 * @param {number} max
 * @param {number} plot
 */
function bars(series, n, left, step, y, max, plot) {
  const gap = step > 5 ? 1 : 0;
  const base = new Array(n).fill(0);
  // One path per series instead of one rectangle per bar keeps the document small.
  return series.map((each) => {
    let path = '';
    each.values.forEach((value, i) => {
      if (value) {
        const top = y(base[i] + value);
        const height = Math.max((value / max) * plot, 1);
        path += `M${(left + i * step).toFixed(1)} ${top.toFixed(1)}h${(step - gap).toFixed(1)}v${height.toFixed(1)}h-${(step - gap).toFixed(1)}z`;
        base[i] += value;
      }
    });
    return html`<path key=${each.look} class=${'bar s-' + each.look} d=${path} />`;
  });
}

/**
 * A tiny chart of stacked bars without axes.
 *
 * @param {{series: {look: string, values: (number | null)[]}[], label: string}} props the first series is at the bottom
 */
export function Spark({series, label}) {
  const n = Math.max(1, ...series.map((each) => each.values.length));
  const sums = new Array(n).fill(0);
  series.forEach((each) => each.values.forEach((value, i) => (sums[i] += value ?? 0)));
  const max = Math.max(1, ...sums);
  return html`<svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label=${label}>
    <line class="grid" x1="0" x2="100" y1="19.7" y2="19.7" />
    ${bars(series, n, 0, 100 / n, (value) => 20 - (value / max) * 19, max, 19)}</svg>`;
}

/** @param {{series: {name: string, look: string}[]}} props */
export const Legend = ({series}) => html`
  <span class="legend">${series.map((each) => html`<span key=${each.name} class=${'s-' + each.look}><i class="dot"></i><span>${each.name}</span></span>`)}</span>`;
