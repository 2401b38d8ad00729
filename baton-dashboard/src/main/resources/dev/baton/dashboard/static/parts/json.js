// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {counted, isolated, parsed} from '../lib/format.js';
import {Copy, Icon} from './basics.js';

const SHOWN = 100;

/** @param {{value: any}} props */
function Scalar({value}) {
  const kind = value === null ? 'null' : typeof value;
  return html`<span class=${'json-' + kind}>${kind === 'string' ? JSON.stringify(value) : String(value)}</span>`;
}

/** @param {{name?: string | number, value: any, depth: number}} props */
function Node({name, value, depth}) {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : null;
  const [open, setOpen] = useState(depth < 2 && (entries?.length ?? 0) <= 50);
  const [shown, setShown] = useState(SHOWN);
  const label = name === undefined ? null : html`<span class="json-name">${name}</span><span class="json-mark">: </span>`;
  if (!entries) {
    return html`<div class="json-line">${label}<${Scalar} value=${value} /></div>`;
  }
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return html`<div class="json-line">${label}<span class="json-mark">${left + right}</span></div>`;
  }
  const size = counted(entries.length, Array.isArray(value) ? 'element' : 'member');
  return html`<div class="json-node">
    <button type="button" class="json-fold" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      <${Icon} name=${open ? 'down' : 'right'} />${label}<span class="json-mark">${open ? left : left + ' … ' + right}</span>
      ${!open && html`<span class="json-size">${size}</span>`}</button>
    ${open && html`<div class="json-members">
      ${entries.slice(0, shown).map(([key, each]) => html`<${Node} key=${key} name=${key} value=${each} depth=${depth + 1} />`)}
      ${entries.length > shown && html`<button type="button" class="button small" onClick=${() => setShown(shown * 5)}>Show more of ${entries.length}</button>`}
    </div><div class="json-mark json-end">${right}</div>`}
  </div>`;
}

/**
 * A document that can be folded, with a button to copy it.
 *
 * @param {{value: any, label: any}} props
 */
export function Json({value, label}) {
  const document = parsed(value);
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2);
  return html`<div class="json">
    <${Copy} text=${text} label=${isolated`Copy ${label}`} />
    ${typeof document === 'string' ? html`<pre class="json-text" tabindex="0">${document}</pre>` : html`<${Node} value=${document} depth=${0} />`}
  </div>`;
}
