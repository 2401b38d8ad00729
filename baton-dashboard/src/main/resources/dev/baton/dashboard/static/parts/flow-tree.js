// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {count} from '../lib/format.js';
import {lookOfAtom} from '../lib/states.js';
import {Icon} from './basics.js';
import {AtomMark, Shape} from './mark.js';

/** How many rows the tree shows at first. */
const ROWS = 500;
/** How many rows it shows at most in order to show the first atom that runs. */
const LONGEST = 2000;
const LARGE = 120;

/**
 * The atoms of a flow by the flows that contain them. The nested flows of a large flow start folded.
 *
 * @param {{atoms: any[], states: Record<string, {state: string, waits?: boolean, note?: string}>, picked: string | null, search: string, onPick: (atom: string) => void}} props
 */
export function FlowTree({atoms, states, picked, search, onPick}) {
  const [folded, setFolded] = useState(/** @type {Record<string, boolean>} */ ({}));
  const [most, setMost] = useState(ROWS);
  const wanted = search.trim().toLowerCase();
  /** @type {Map<string, number>} */
  const direct = new Map();
  /** @type {Map<string, number>} */
  const sizes = new Map();
  /** @type {Map<string, Map<string, number>>} */
  const inside = new Map();
  atoms.forEach((atom) => {
    const path = atom.path ?? [];
    path.forEach((/** @type {string} */ _name, /** @type {number} */ i) => {
      const key = path.slice(0, i + 1).join('\u0000');
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
      const counts = inside.get(key) ?? new Map();
      inside.set(key, counts);
      const state = states[atom.name]?.state ?? 'PENDING';
      counts.set(state, (counts.get(state) ?? 0) + 1);
    });
    const own = path.join('\u0000');
    direct.set(own, (direct.get(own) ?? 0) + 1);
  });
  // With many atoms, the nested flows start folded, so that the tree shows the whole flow; but those
  // that run are open, up to the first atom that runs.
  const isLarge = atoms.length > LARGE;
  const running = wanted ? -1 : atoms.findIndex((each) => states[each.name]?.state === 'RUNNING');
  const rows = [];
  let at = -1;
  let before = /** @type {string[]} */ ([]);
  for (const atom of wanted ? atoms.filter((each) => each.name.toLowerCase().includes(wanted)) : atoms) {
    at++;
    if (rows.length >= Math.max(most, LONGEST) || (rows.length >= most && at > running)) {
      break;
    }
    const path = atom.path ?? [];
    const same = path.findIndex((/** @type {string} */ name, /** @type {number} */ i) => before[i] !== name);
    const hidden = (/** @type {number} */ depth) => path.slice(0, depth).some((/** @type {string} */ _name, /** @type {number} */ i) => isFolded(path.slice(0, i + 1)));
    const isFolded = (/** @type {string[]} */ part) => {
      const key = part.join('\u0000');
      return folded[key] ?? (!wanted && !inside.get(key)?.has('RUNNING') && ((isLarge && part.length > 1) || (direct.get(key) ?? 0) > LARGE));
    };
    if (same >= 0) {
      for (let depth = same; depth < path.length; depth++) {
        const key = path.slice(0, depth + 1).join('\u0000');
        if (!hidden(depth)) {
          const closed = isFolded(path.slice(0, depth + 1));
          rows.push(html`<button key=${'flow-' + key + rows.length} type="button" class="tree-row flow" aria-expanded=${!closed} style=${{paddingLeft: 8 + depth * 18 + 'px'}} onClick=${() => setFolded({...folded, [key]: !closed})}>
            <${Icon} name=${closed ? 'right' : 'down'} /><span>${path[depth]}</span>${closed && html`<span class="counts">${[...(inside.get(key) ?? [])].map(([state, n]) => {
              const {look, label} = lookOfAtom(state);
              return html`<span key=${state} class="mark" title=${label}><${Shape} look=${look} /><span class="num">${count(n)}</span><span class="sr"> ${label}</span></span>`;
            })}</span>`}<span class="end num">${count(sizes.get(key) ?? 0)}</span></button>`);
        }
      }
    }
    before = path;
    if (hidden(path.length)) {
      continue;
    }
    const state = states[atom.name] ?? {state: 'PENDING'};
    rows.push(html`<button key=${atom.name} type="button" class=${'tree-row' + (picked === atom.name ? ' picked' : '')} aria-pressed=${picked === atom.name} style=${{paddingLeft: 14 + path.length * 18 + 'px'}} onClick=${() => onPick(atom.name)}>
      <${AtomMark} state=${state.state} waits=${state.waits} /><span class="mono">${atom.name}</span>${atom.kind === 'retry' && html`<span class="tag">retry controller</span>`}<span class="end num">${state.note}</span></button>`);
  }
  return html`<div class="tree">${rows}${rows.length >= most && html`<button type="button" class="tree-row" onClick=${() => setMost(rows.length + ROWS)}>Show ${ROWS} more rows</button>`}</div>`;
}
