// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useMemo, useState} from '../lib/html.js';
import {count, isolated} from '../lib/format.js';
import {clock, duration, now} from '../lib/time.js';
import {zone} from '../lib/preferences.js';
import {endedState, lookOfAtom} from '../lib/states.js';
import {useWidth} from './bars.js';
import {Shape} from './mark.js';

const ROW = 24;
/** The height of a row whose label is above its bars. */
const TALL_ROW = 42;
const LABEL = 190;
/** A narrower chart has its labels above the bars. */
const NARROW = 600;
/** The room at the end of the longest bar for its duration. */
const AFTER = 76;
const AFTER_REVERT = 150;
const LETTER = 7;
/** The number of atoms that the chart shows first, and that a click adds. */
const PAGE = 300;

/** @typedef {{from: number, to: number | null, state: string, reverts: boolean}} Bar */

/**
 * The runs and reverts of each atom, from the transitions.
 *
 * @param {any[]} steps
 * @param {number} until
 */
export function barsOf(steps, until) {
  /** @type {Map<string, Bar[]>} */
  const bars = new Map();
  for (const step of steps) {
    const at = Date.parse(step.at);
    if (step.kind === 'flow' || at > until) {
      continue;
    }
    const list = bars.get(step.name) ?? [];
    bars.set(step.name, list);
    const open = list.at(-1);
    if (open && open.to === null) {
      open.to = at;
      open.state = step.to === 'RUNNING' || step.to === 'REVERTING' || step.to === 'PENDING' ? open.state : step.to;
    }
    if (step.to === 'RUNNING' || step.to === 'REVERTING') {
      list.push({from: at, to: null, state: step.to, reverts: step.to === 'REVERTING'});
    }
  }
  return bars;
}

/**
 * The state of a bar. The end of an open bar is not known if the transitions are cut.
 *
 * @param {{to: number | null, state: string}} bar
 * @param {boolean} ended whether the job has ended
 * @param {boolean} cut whether the flow has more transitions
 */
export function stateOfBar(bar, ended, cut) {
  if (bar.to !== null) {
    return bar.state;
  }
  return cut ? 'END_NOT_KNOWN' : ended ? endedState(bar.state) : bar.state;
}

/**
 * How long an atom ran, or was reverted; empty if it did not.
 *
 * @param {Bar[]} bars
 * @param {boolean} reverts
 * @param {number} limit the end of a bar that is open
 */
export function timeOf(bars, reverts, limit) {
  const kind = bars.filter((bar) => bar.reverts === reverts);
  const sum = kind.reduce((before, bar) => before + (bar.to ?? limit) - bar.from, 0);
  return kind.length ? duration(sum) + (kind.length > 1 ? ' · ' + kind.length + '×' : '') : '';
}

/** How long an atom ran and was reverted. @param {Bar[]} bars @param {number} limit the end of a bar that is open */
function totalOf(bars, limit) {
  const revert = timeOf(bars, true, limit);
  return [timeOf(bars, false, limit), revert && 'revert ' + revert].filter(Boolean).join(' + ');
}

/** @param {string} name @param {number} width */
function fitting(name, width) {
  const letters = Math.floor(width / LETTER);
  return name.length > letters ? name.slice(0, letters - 1) + '…' : name;
}

/** The shares of the time that the axis labels. @param {boolean} isNarrow */
const ticksOf = (isNarrow) => (isNarrow ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]);

/**
 * The steps of a flow over time, with retries and reverts. The chart is as wide as the page; in a
 * narrow window, the names are above the bars.
 *
 * @param {{steps: any[], cut: boolean, states: Record<string, {state: string, waits?: boolean}>, until: number | null, ended: string | undefined, picked: string | null, search: string, onPick: (atom: string) => void}} props
 *     cut: whether the flow has more steps, so that the chart ends at the last one; until: the
 *     moment that is shown, or null; ended: the end of the job
 */
export function Gantt({steps, cut, states, until, ended, picked, search, onPick}) {
  const current = now.use();
  const [box, width] = useWidth();
  const [most, setMost] = useState(PAGE);
  zone.use();
  const end = cut ? steps.at(-1)?.at : ended;
  const limit = until ?? (end ? Date.parse(end) : current);
  const wanted = search.trim().toLowerCase();
  const all = useMemo(() => [...barsOf(steps, limit)].filter(([, list]) => list.length), [steps, until, end]);
  const found = all.filter(([name]) => name.toLowerCase().includes(wanted));
  const bars = found.slice(0, most);
  const times = bars.flatMap(([, list]) => list.flatMap((bar) => [bar.from, bar.to ?? limit]));
  const start = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - start);
  const isNarrow = width < NARROW;
  const [left, row] = isNarrow ? [12, TALL_ROW] : [LABEL, ROW];
  const after = bars.some(([, list]) => list.some((bar) => bar.reverts)) ? AFTER_REVERT : AFTER;
  const x = (/** @type {number} */ at) => left + ((at - start) / span) * (width - left - after);
  const height = bars.length * row + 26;
  const lookOf = (/** @type {{state: string, to: number | null}} */ bar) =>
    lookOfAtom(until === null ? stateOfBar(bar, Boolean(ended), cut) : bar.state);
  const more = Math.min(PAGE, found.length - most);
  return html`${more > 0 && html`<p class="muted">The first ${count(most)} of ${count(found.length)} atoms that ran.</p>`}
  ${times.length === 0 && html`<p class="muted">No atom has run ${until ? 'before this moment' : 'yet'}.</p>`}
  <div class="gantt" ref=${box} hidden=${times.length === 0}>${times.length > 0 && html`<svg width=${width} height=${height} role="group" aria-label="Steps over time">
    ${ticksOf(isNarrow).map((part) => html`<g key=${part}><line class="grid" x1=${x(start + span * part)} x2=${x(start + span * part)} y1="20" y2=${height} /><text class="axis" x=${x(start + span * part)} y="14" text-anchor=${part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}>${part === 0 ? clock(start, true) : '+' + duration(span * part)}</text></g>`)}
    ${bars.map(([name, list], i) => {
      const top = 22 + i * row;
      const middle = isNarrow ? top + 30 : top + ROW / 2;
      return html`<g key=${name} class=${'lane' + (picked === name ? ' picked' : '')} role="button" tabindex="0" aria-label=${isolated`${name}: ${list.map((bar) => lookOf(bar).label + ' ' + duration((bar.to ?? limit) - bar.from)).join(', ')}`}
        onClick=${() => onPick(name)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && onPick(name)}>
      <rect class="band" x="0" y=${top} width=${width} height=${row} />
      <svg x="8" y=${top + 5} width="14" height="14"><${Shape} look=${lookOfAtom(states[name]?.state ?? 'PENDING', states[name]?.waits).look} /></svg>
      <text x="28" y=${top + 16}>${fitting(name, isNarrow ? width - 36 : LABEL - 32)}</text>
      ${list.map((bar, k) => html`<rect key=${k} class=${'bar s-' + lookOf(bar).look} x=${x(bar.from)} y=${middle - 6} width=${Math.max(2, x(bar.to ?? limit) - x(bar.from))} height="12" rx="2"><title>${lookOf(bar).label + ' ' + duration((bar.to ?? limit) - bar.from)}</title></rect>`)}
      <text class="axis" x=${x(list.at(-1)?.to ?? limit) + 6} y=${middle + 4}>${totalOf(list, limit)}</text></g>`;
    })}
  </svg>`}</div>
  ${more > 0 && html`<button type="button" class="button" onClick=${() => setMost(most + more)}>Show ${count(more)} more</button>`}`;
}
