// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The menus above the list of jobs. */

import {html, useState} from '../lib/html.js';
import {call} from '../lib/api.js';
import {facetOf, facetUrl} from '../lib/counts.js';
import {exportJobs} from '../lib/export.js';
import {conditions, isQuotable, quoted, replacing, valueOf, without} from '../lib/filter.js';
import {count, isolated} from '../lib/format.js';
import {REACH} from '../lib/job-pages.js';
import {columns as chosenColumns, views} from '../lib/preferences.js';
import {attempt, toast} from '../lib/toast.js';
import {Icon} from './basics.js';
import {Popover} from './dialog.js';
import {COLUMNS} from './job-table.js';

/** The ranges of time, as the overview names them. */
const RANGES = /** @type {Record<string, string>} */ ({
  '15m': '15 min', '1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 days',
});
const labelOf = (/** @type {string} */ range) => 'Last ' + (RANGES[range] ?? range);

/** @typedef {() => void} Close */

/** @param {{attribute: string, label: string, filter: string, onFilter: (filter: string) => void}} props */
export function FacetMenu({attribute, label, filter, onFilter}) {
  const [values, setValues] = useState(/** @type {import('../lib/counts.js').Counted[] | null} */ (null));
  const [failed, setFailed] = useState(false);
  const read = async () => {
    setFailed(false);
    const document = await attempt(() => call('GET', facetUrl(without(filter, attribute), attribute)));
    setValues(document ? facetOf(document, attribute) : null);
    setFailed(!document);
  };
  const current = valueOf(filter, attribute);
  return html`<${Popover} class="facet" onOpen=${read} label=${html`${label}<${Icon} name="down" />`}>
    ${(/** @type {Close} */ close) => html`
      ${values === null && html`
        <div class="menu-note">${failed ? 'The values are not available now. Open the menu again later.' : '…'}</div>`}
      ${values?.length === 0 && html`<div class="menu-note">No job here has a value.</div>`}
      ${values?.filter((each) => isQuotable(String(each.value))).map((each) => html`
        <button key=${each.value} type="button"
          class=${'menu-item' + (String(each.value) === current ? ' current' : '')}
          onClick=${() => {
            onFilter(replacing(filter, attribute + '=' + quoted(String(each.value))));
            close();
          }}><span class="label">${each.value}</span><span class="num">${count(each.count)}</span></button>`)}`}
  </${Popover}>`;
}

/** @param {{filter: string, onFilter: (filter: string) => void}} props */
export function RangeMenu({filter, onFilter}) {
  const current = conditions(filter).map((part) => /^created>=?'now-(\w+)'$/.exec(part)?.[1]).find(Boolean);
  const choose = (/** @type {string | null} */ range) =>
    onFilter(range ? replacing(filter, `created>'now-${range}'`) : without(filter, 'created'));
  return html`<${Popover} class="facet"
      label=${html`${current ? labelOf(current) : 'Any time'}<${Icon} name="down" />`}>
    ${(/** @type {Close} */ close) => [null, ...Object.keys(RANGES)].map((range) => html`
      <button key=${range} type="button" class=${'menu-item' + (range === (current ?? null) ? ' current' : '')}
        onClick=${() => {
          choose(range);
          close();
        }}>${range ? labelOf(range) : 'Any time'}</button>`)}
  </${Popover}>`;
}

export function ColumnMenu() {
  const chosen = chosenColumns.use();
  const toggle = (/** @type {string} */ name) =>
    chosenColumns.set(Object.keys(COLUMNS).filter((each) => chosen.includes(each) !== (each === name)));
  return html`<${Popover} class="icon-button hide-small" align="right" title="Columns"
      label=${html`<${Icon} name="columns" />`}>
    ${() => Object.entries(COLUMNS).map(([name, column]) => html`<label key=${name} class="menu-item">
      <input type="checkbox" checked=${chosen.includes(name)} onChange=${() => toggle(name)} />
      ${column.label}</label>`)}
  </${Popover}>`;
}

/** @param {{view: {name: string, query: string}, close: Close}} props */
const SavedView = ({view, close}) => html`<div class="list-line">
  <a class="menu-item" href=${'/jobs' + view.query} onClick=${close}><span class="label">${view.name}</span></a>
  <button type="button" class="icon-button" aria-label=${isolated`Forget the view ${view.name}`}
    onClick=${() => views.update((all) => all.filter((each) => each !== view))}>
    <${Icon} name="close" /></button></div>`;

/** @param {{query: string}} props the query of the page */
export function ViewsMenu({query}) {
  const saved = views.use();
  const [name, setName] = useState('');
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (name.trim()) {
      views.set([...saved.filter((view) => view.name !== name.trim()), {name: name.trim(), query}]);
      toast('View “' + name.trim() + '” saved in this browser');
      setName('');
    }
  };
  return html`<${Popover} align="right" label="Views">
    ${(/** @type {Close} */ close) => html`
      ${saved.length === 0 && html`
        <div class="menu-note">A view keeps the filter and order under a name, in this browser.</div>`}
      ${saved.map((view) => html`<${SavedView} key=${view.name} view=${view} close=${close} />`)}
      <form class="list-line" onSubmit=${save}>
        <input class="input" aria-label="Name of the new view" placeholder="Name of this view" value=${name}
          onInput=${(/** @type {any} */ event) => setName(event.target.value)} />
        <button class="button" type="submit">Save</button></form>`}
  </${Popover}>`;
}

/** @param {{filter: string, order: string}} props */
export const ExportMenu = ({filter, order}) => html`
  <${Popover} align="right" label="Export" class="button hide-small">
    ${(/** @type {Close} */ close) => /** @type {('json' | 'csv')[]} */ (['json', 'csv']).map((format) => html`
      <button key=${format} type="button" class="menu-item" onClick=${() => {
        close();
        attempt(() => exportJobs(format, filter, order));
      }}>${format.toUpperCase()}, up to ${count(REACH)} jobs</button>`)}
  </${Popover}>`;
