// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {withQuery} from '../lib/router.js';

/**
 * Tabs that are links: each has its own address.
 *
 * @param {{tabs: {name: string, label: string, note?: any}[], current: string, parameter?: string, label: string}} props
 */
export const Tabs = ({tabs, current, parameter = 'tab', label}) => html`
  <nav class="tabs" aria-label=${label}>${tabs.map(
    ({name, label: text, note}, index) => html`<a key=${name} href=${withQuery({[parameter]: index === 0 ? null : name, atom: null, line: null})}
      class=${name === current ? 'tab current' : 'tab'} aria-current=${name === current ? 'page' : undefined}>${text}${
        note !== undefined && note !== null && html`<span class="tab-note num">${note}</span>`}</a>`,
  )}</nav>`;
