// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {ansiParts} from '../lib/ansi.js';
import {visible} from '../lib/format.js';

/**
 * The text of a line with its colours; a text that was searched for is marked.
 *
 * @param {{text: string, search: string}} props
 */
export function LogText({text, search}) {
  const wanted = search.toLowerCase();
  return ansiParts(text).map((part, i) => {
    if (!wanted || !part.text.toLowerCase().includes(wanted)) {
      return part.style ? html`<span key=${i} class=${part.style}>${part.text}</span>` : visible(part.text);
    }
    const pieces = [];
    let at = 0;
    const lower = part.text.toLowerCase();
    for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
      pieces.push(part.text.slice(at, found), html`<mark>${part.text.slice(found, found + wanted.length)}</mark>`);
      at = found + wanted.length;
    }
    return html`<span key=${i} class=${part.style}>${pieces}${part.text.slice(at)}</span>`;
  });
}
