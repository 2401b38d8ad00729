// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {quoted} from '../lib/filter.js';
import {count} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {isAdmin} from '../lib/session.js';
import {duration} from '../lib/time.js';
import {useResource, useTitle} from '../lib/use.js';
import {Answer, Command, Empty, Facts, PageHead, Panel, Time} from '../parts/basics.js';
import {Spark} from '../parts/bars.js';
import {FlowGraph} from '../parts/flow-graph.js';
import {Json} from '../parts/json.js';
import {JOB_STATES} from '../lib/states.js';
import {Shape} from '../parts/mark.js';
import {shellQuoted} from '../lib/format.js';

/** @param {(number | null)[] | undefined} values */
const sum = (values) => (values ?? []).reduce((total, value) => (total ?? 0) + (value ?? 0), 0) ?? 0;

const url = (/** @type {string} */ name) => '/actions/' + encodeURIComponent(name);

export function Actions() {
  const answer = useResource(apiUrl('action', {orderby: 'name', last: 1000}));
  const series = useResource(useRoute('job/series') ? apiUrl('job/series', {from: 'now-24h', by: 'action'}) : null);
  const [search, setSearch] = useState('');
  useTitle('Actions');
  const wanted = search.trim().toLowerCase();
  /** @type {Map<string, any>} */
  const numbers = new Map((series.data?.actions ?? []).map((/** @type {any} */ each) => [each.action, each]));
  return html`<${PageHead} title="Actions"><input type="search" class="input page-search" aria-label="Search actions" placeholder="Search actions" value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} /></${PageHead}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${Empty} title="No actions yet"><p>An executor brings actions with its plugins.</p><${Command} command="baton executor" /></${Empty}>` : html`
    <${Panel} title=${count(page.count) + ' actions'} aside="last 24 h"><div class="scroll" tabindex="0"><table>
      <thead><tr><th>Action</th><th class="hide-small">Description</th><th class="right">Executors</th>${series.data && html`<th class="hide-small">Ended</th><th class="right">Failed</th><th class="right hide-small">Run p50</th><th class="right hide-small">p95</th>`}<th><span class="sr">Operations</span></th></tr></thead>
      <tbody>${page.resources.filter((/** @type {any} */ each) => (each.name + ' ' + (each.description ?? '')).toLowerCase().includes(wanted)).map((/** @type {any} */ each) => {
        const number = numbers.get(each.name);
        const failed = sum(number?.failed);
        return html`<tr key=${each.name}><td class="nowrap"><a href=${url(each.name)}>${each.name}</a>${each.flow && html` <span class="tag">flow</span>`}</td><td class="wrap hide-small muted">${each.description}</td>
          <td class="right">${each.executors === 0 ? html`<span class="mark s-waiting" title="No live executor has this action"><${Shape} look="waiting" />0</span>` : each.executors}</td>
          ${series.data && html`<td class="hide-small"><${Spark} values=${(number?.succeeded ?? []).map((/** @type {number} */ value, /** @type {number} */ i) => value + (number.failed[i] ?? 0))} look="succeeded" label=${count(sum(number?.succeeded)) + ' succeeded'} /></td>
          <td class="right">${failed ? html`<a href=${jobsUrl("state='FAILED' and action=" + quoted(each.name))}>${count(failed)}</a>` : html`<span class="none">0</span>`}</td>
          <td class="right nowrap hide-small">${number?.run?.count ? duration(number.run['p50-ms']) : '–'}</td><td class="right nowrap hide-small">${number?.run?.count ? duration(number.run['p95-ms']) : '–'}</td>`}
          <td class="right nowrap">${(!each['admin-only'] || isAdmin()) && html`<a class="button small" href=${'/post?action=' + encodeURIComponent(each.name)}>Post<span class="sr"> ${each.name}</span></a>`}</td></tr>`;
      })}</tbody></table></div></${Panel}>`}</${Answer}>`;
}

/** @param {{action: any}} props */
function Parameters({action}) {
  const properties = Object.entries(action.schema?.properties ?? {});
  const required = action.schema?.required ?? [];
  if (!properties.length) {
    return html`<p class="menu-note">This action has no parameters.</p>`;
  }
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th>Parameter</th><th>Type</th><th>Default</th><th>Description</th></tr></thead><tbody>${properties.map(([name, each]) => {
    const member = /** @type {any} */ (each);
    return html`<tr key=${name}><td class="mono">${name}${required.includes(name) && html` <span class="tag">required</span>`}</td><td>${member.enum ? member.enum.filter((/** @type {any} */ value) => value !== null).join(', ') : [member.type].flat().filter((type) => type !== 'null').join(', ')}</td><td class="mono">${member.default === undefined ? '' : JSON.stringify(member.default)}</td><td class="wrap">${member.description}</td></tr>`;
  })}</tbody></table></div>`;
}

/** @param {{name: string}} props */
export function Action({name}) {
  const answer = useResource(apiUrl('action/' + encodeURIComponent(name)));
  const states = useResource(apiUrl('job', {filter: 'action=' + quoted(name), last: 0, aggregation: 'terms:state'}));
  const graph = useResource(answer.data?.flow && !(answer.data.schema?.required ?? []).length ? apiUrl('action/' + encodeURIComponent(name) + '/graph', {format: 'json'}) : null);
  useTitle(name);
  /** @type {Record<string, number>} */
  const counts = Object.fromEntries((states.data?.aggregations?.['terms:state']?.buckets ?? []).map((/** @type {any} */ each) => [each.key, each.doc_count]));
  return html`<${Answer} of=${answer}>${(/** @type {any} */ action) => html`
    <div class="crumb page-crumb"><a href="/actions">Actions</a></div>
    <${PageHead} title=${action.name}>${(!action['admin-only'] || isAdmin()) && html`<a class="button primary" href=${'/post?action=' + encodeURIComponent(name)}>Post a job</a>`}</${PageHead}>
    <p class="job-line">${action.description}</p>
    <div class="figures">${JOB_STATES.map((each) => html`<a key=${each.state} href=${jobsUrl('action=' + quoted(name) + ` and state='${each.state}'`)}><span class="label"><${Shape} look=${each.look} />${each.label}</span><span class="value">${count(counts[each.state] ?? 0)}</span></a>`)}</div>
    <${Panel} title="Parameters"><${Parameters} action=${action} /></${Panel}>
    ${graph.data && html`<${Panel} title="Flow, with default parameters"><${FlowGraph} class="preview-graph" layout=${graph.data} states=${{}} /></${Panel}>`}
    <${Panel} title="Details"><div class="panel-body"><${Facts} rows=${[['Plugin', action.plugin], ['Live executors', String(action.executors)], ['Needs', (action.requires ?? []).join(', ')], ['For administrators only', action['admin-only'] ? 'yes' : ''], ['Provided by', action['provided-by']], ['Provided', action.provided && html`<${Time} at=${action.provided} />`]]} /></div></${Panel}>
    <${Panel} title="On the command line"><div class="panel-body"><${Command} command=${'baton post ' + shellQuoted(name) + ' --help'} /></div></${Panel}>
    <${Panel} title="Schema"><${Json} value=${action.schema} label="the schema" /></${Panel}>`}</${Answer}>`;
}
