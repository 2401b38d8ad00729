// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useMemo} from '../lib/html.js';
import {isolated} from '../lib/format.js';
import {clock, duration, now} from '../lib/time.js';
import {zone} from '../lib/preferences.js';
import {lookOfAtom} from '../lib/states.js';
import {Shape} from './mark.js';

const ROW = 24;
const LABEL = 190;
const WIDTH = 1000;
const MOST = 300;

/**
 * The runs and reverts of each atom, from the transitions.
 *
 * @param {any[]} steps
 * @param {number} until
 */
export function barsOf(steps, until) {
  /** @type {Map<string, {from: number, to: number | null, state: string}[]>} */
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
      list.push({from: at, to: null, state: step.to});
    }
  }
  return bars;
}

/**
 * The steps of a flow over time, with retries and reverts.
 *
 * @param {{steps: any[], states: Record<string, {state: string, waits?: boolean}>, until: number | null, picked: string | null, search: string, onPick: (atom: string) => void}} props
 */
export function Gantt({steps, states, until, picked, search, onPick}) {
  const current = now.use();
  zone.use();
  const limit = until ?? current;
  const wanted = search.trim().toLowerCase();
  const all = useMemo(() => [...barsOf(steps, limit)].filter(([, list]) => list.length), [steps, until]);
  const found = all.filter(([name]) => name.toLowerCase().includes(wanted));
  const bars = found.slice(0, MOST);
  const times = bars.flatMap(([, list]) => list.flatMap((bar) => [bar.from, bar.to ?? limit]));
  if (!times.length) {
    return html`<p class="muted">No atom has run ${until ? 'before this moment' : 'yet'}.</p>`;
  }
  const start = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - start);
  const x = (/** @type {number} */ at) => LABEL + ((at - start) / span) * (WIDTH - LABEL - 70);
  const height = bars.length * ROW + 26;
  return html`${found.length > MOST && html`<p class="muted">The first ${MOST} of ${found.length} atoms that ran. Find others by their names.</p>`}<div class="gantt"><svg width="100%" height=${height} viewBox=${`0 0 ${WIDTH} ${height}`} preserveAspectRatio="xMinYMin meet" style=${{minWidth: '720px', height: 'auto'}} role="group" aria-label="Steps over time">
    ${[0, 0.25, 0.5, 0.75, 1].map((part) => html`<g key=${part}><line class="grid" x1=${x(start + span * part)} x2=${x(start + span * part)} y1="20" y2=${height} /><text class="axis" x=${x(start + span * part)} y="14" text-anchor=${part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}>${part === 0 ? clock(start, true) : '+' + duration(span * part)}</text></g>`)}
    ${bars.map(([name, list], i) => html`<g key=${name} class=${'lane' + (picked === name ? ' picked' : '')} role="button" tabindex="0" aria-label=${isolated`${name}: ${list.map((bar) => lookOfAtom(bar.state).label + ' ' + duration((bar.to ?? limit) - bar.from)).join(', ')}`}
        onClick=${() => onPick(name)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && onPick(name)}>
      <rect class="band" x="0" y=${22 + i * ROW} width=${WIDTH} height=${ROW} />
      <svg x="8" y=${22 + i * ROW + 5} width="14" height="14"><${Shape} look=${lookOfAtom(states[name]?.state ?? 'PENDING', states[name]?.waits).look} /></svg>
      <text x="28" y=${22 + i * ROW + 16}>${name.length > 23 ? name.slice(0, 22) + '…' : name}</text>
      ${list.map((bar, k) => html`<rect key=${k} class=${'s-' + lookOfAtom(bar.state).look} x=${x(bar.from)} y=${22 + i * ROW + 6} width=${Math.max(2, x(bar.to ?? limit) - x(bar.from))} height="12" rx="2"><title>${lookOfAtom(bar.state).label + ' ' + duration((bar.to ?? limit) - bar.from)}</title></rect>`)}
      <text class="axis" x=${x(list.at(-1)?.to ?? limit) + 6} y=${22 + i * ROW + 16}>${duration(list.reduce((sum, bar) => sum + (bar.to ?? limit) - bar.from, 0))}${list.length > 1 ? ' · ' + list.length + '×' : ''}</text></g>`)}
  </svg></div>`;
}
