// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {Icon} from './basics.js';
import {AtomMark} from './mark.js';

/**
 * The atoms of a flow by the flows that contain them. Finished groups of many atoms start folded.
 *
 * @param {{atoms: any[], states: Record<string, {state: string, waits?: boolean, note?: string}>, picked: string | null, search: string, onPick: (atom: string) => void}} props
 */
export function FlowTree({atoms, states, picked, search, onPick}) {
  const [folded, setFolded] = useState(/** @type {Record<string, boolean>} */ ({}));
  const wanted = search.trim().toLowerCase();
  /** @type {Map<string, any[]>} */
  const inside = new Map();
  atoms.forEach((atom) => {
    const key = (atom.path ?? []).join('\u0000');
    inside.set(key, [...(inside.get(key) ?? []), atom]);
  });
  const rows = [];
  let before = /** @type {string[]} */ ([]);
  for (const atom of atoms) {
    const path = atom.path ?? [];
    const same = path.findIndex((/** @type {string} */ name, /** @type {number} */ i) => before[i] !== name);
    const hidden = (/** @type {number} */ depth) => path.slice(0, depth).some((/** @type {string} */ _name, /** @type {number} */ i) => isFolded(path.slice(0, i + 1)));
    const isFolded = (/** @type {string[]} */ part) => {
      const key = part.join('\u0000');
      return folded[key] ?? ((inside.get(key)?.length ?? 0) > 40 && !wanted);
    };
    if (same >= 0) {
      for (let depth = same; depth < path.length; depth++) {
        const key = path.slice(0, depth + 1).join('\u0000');
        if (!hidden(depth)) {
          const size = atoms.filter((each) => (each.path ?? []).slice(0, depth + 1).join('\u0000') === key).length;
          const closed = isFolded(path.slice(0, depth + 1));
          rows.push(html`<button key=${'flow-' + key + rows.length} type="button" class="tree-row flow" aria-expanded=${!closed} style=${{paddingLeft: 8 + depth * 18 + 'px'}} onClick=${() => setFolded({...folded, [key]: !closed})}>
            <${Icon} name=${closed ? 'right' : 'down'} /><span>${path[depth]}</span><span class="end num">${size}</span></button>`);
        }
      }
    }
    before = path;
    if (hidden(path.length) || (wanted && !atom.name.toLowerCase().includes(wanted))) {
      continue;
    }
    const state = states[atom.name] ?? {state: 'PENDING'};
    rows.push(html`<button key=${atom.name} type="button" class=${'tree-row' + (picked === atom.name ? ' picked' : '')} aria-pressed=${picked === atom.name} style=${{paddingLeft: 14 + path.length * 18 + 'px'}} onClick=${() => onPick(atom.name)}>
      <${AtomMark} state=${state.state} waits=${state.waits} /><span class="mono">${atom.name}</span>${atom.kind === 'retry' && html`<span class="tag">retry controller</span>`}<span class="end num">${state.note}</span></button>`);
  }
  return html`<div class="tree">${rows}</div>`;
}
