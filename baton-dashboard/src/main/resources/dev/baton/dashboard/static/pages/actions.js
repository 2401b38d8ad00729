// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {mayPost} from '../lib/catalogue.js';
import {byValue, facetOf, facetUrl} from '../lib/counts.js';
import {quoted} from '../lib/filter.js';
import {count, countIfKnown, shellQuoted} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {stepsBeforeKept, sum} from '../lib/series.js';
import {JOB_STATES} from '../lib/states.js';
import {atMost, duration} from '../lib/time.js';
import {useResource, useTitle} from '../lib/use.js';
import {Answer, Command, Empty, Facts, PageHead, Panel, Time} from '../parts/basics.js';
import {Legend, Spark, TimeChart} from '../parts/bars.js';
import {FlowGraph} from '../parts/flow-graph.js';
import {Json} from '../parts/json.js';
import {Shape} from '../parts/mark.js';
import {KeptNote, OUTCOMES} from '../parts/matches-chart.js';

const url = (/** @type {string} */ name) => '/actions/' + encodeURIComponent(name);

const postUrl = (/** @type {string} */ name) => '/post?action=' + encodeURIComponent(name);

/** @param {{name: string, figures: any}} props figures: of the last day; undefined if no job ran */
function Figures({name, figures}) {
  const failed = sum(figures?.failed);
  const time = (/** @type {string} */ p) => (figures?.run?.count ? atMost(figures.run[p]) : '–');
  const failedUrl = jobsUrl("state='FAILED' and action=" + quoted(name) + " and ended>'now-24h'");
  return html`
    <td class="hide-small"><${Spark}
      series=${[{look: 'failed', values: figures?.failed ?? []}, {look: 'succeeded', values: figures?.succeeded ?? []}]}
      label=${count(sum(figures?.succeeded)) + ' succeeded, ' + count(failed) + ' failed'} /></td>
    <td class="right" data-label="failed">
      ${failed ? html`<a href=${failedUrl}>${count(failed)}</a>` : html`<span class="none">0</span>`}</td>
    <td class="right nowrap" data-label="run p50">${time('p50-ms')}</td>
    <td class="right nowrap hide-small">${time('p95-ms')}</td>`;
}

const NONE_LIVE = html`
  <span class="mark s-waiting" title="No live executor has this action"><${Shape} look="waiting" />0</span>`;

/** @param {{action: any, children: any}} props children: the figures */
const Row = ({action, children}) => html`<tr>
  <td class="nowrap"><a href=${url(action.name)}>${action.name}</a>
    ${action.flow && html`${' '}<span class="tag">flow</span>`}</td>
  <td class="wrap hide-small muted">${action.description}</td>
  <td class="right" data-label="executors">${action.executors === 0 ? NONE_LIVE : action.executors}</td>
  ${children}
  <td class="right nowrap corner">${mayPost(action) && html`
    <a class="button small" href=${postUrl(action.name)}>Post<span class="sr"> ${action.name}</span></a>`}</td></tr>`;

/** @param {{actions: any[], total: number, series: any}} props series: absent without figures */
function List({actions, total, series}) {
  /** @type {Map<string, any>} */
  const figures = new Map((series?.actions ?? []).map((/** @type {any} */ each) => [each.action, each]));
  return html`<${Panel} title=${count(total) + ' actions'} aside="last 24 h"><div class="scroll" tabindex="0"><table class="stack">
    <thead><tr><th>Action</th><th class="hide-small">Description</th><th class="right">Executors</th>
      ${series && html`<th class="hide-small">Ended</th><th class="right">Failed</th>
        <th class="right">Run p50</th><th class="right hide-small">Run p95</th>`}
      <th><span class="sr">Operations</span></th></tr></thead>
    <tbody>${actions.map((each) => html`<${Row} key=${each.name} action=${each}>
      ${series && html`<${Figures} name=${each.name} figures=${figures.get(each.name)} />`}</${Row}>`)}</tbody>
  </table></div></${Panel}>`;
}

const NoActions = () => html`
  <${Empty} title="No actions yet">
    <p>An executor brings actions with its plugins.</p><${Command} command="baton executor" /></${Empty}>`;

export function Actions() {
  const answer = useResource(apiUrl('action', {orderby: 'name', last: 1000}));
  const series = useResource(useRoute('job/series') ? apiUrl('job/series', {from: 'now-24h', by: 'action'}) : null);
  const [search, setSearch] = useState('');
  useTitle('Actions');
  const wanted = search.trim().toLowerCase();
  const isFound = (/** @type {any} */ each) =>
    (each.name + ' ' + (each.description ?? '')).toLowerCase().includes(wanted);
  return html`
    <${PageHead} title="Actions">
      <input type="search" class="input page-search" aria-label="Search actions" placeholder="Search actions"
        value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} /></${PageHead}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${NoActions} />` : html`
      <${List} actions=${page.resources.filter(isFound)} total=${page.count} series=${series.data} />`}</${Answer}>`;
}

/** @param {{name: string, schema: any, required: boolean}} props */
function Parameter({name, schema, required}) {
  const values = (/** @type {any[]} */ list, /** @type {any} */ none) =>
    list.filter((each) => each !== none).join(', ');
  const type = schema.enum ? values(schema.enum, null) : values([schema.type].flat(), 'null');
  return html`<tr>
    <td class="mono">${name}${required && html`${' '}<span class="tag">required</span>`}</td><td>${type}</td>
    <td class="mono" data-label=${schema.default === undefined ? undefined : 'default'}>${schema.default === undefined ? '' : JSON.stringify(schema.default)}</td>
    <td class="wrap">${schema.description}</td></tr>`;
}

/** @param {{action: any}} props */
function Parameters({action}) {
  const properties = Object.entries(action.schema?.properties ?? {});
  const required = action.schema?.required ?? [];
  if (!properties.length) {
    return html`<p class="menu-note">This action has no parameters.</p>`;
  }
  return html`<div class="scroll" tabindex="0"><table class="stack">
    <thead><tr><th>Parameter</th><th>Type</th><th>Default</th><th>Description</th></tr></thead>
    <tbody>${properties.map(([name, schema]) => html`
      <${Parameter} key=${name} name=${name} schema=${schema} required=${required.includes(name)} />`)}</tbody>
  </table></div>`;
}

/** @param {{name: string}} props the numbers of jobs of an action, by state */
function States({name}) {
  const filter = 'action=' + quoted(name);
  const answer = useResource(facetUrl(filter, 'state'));
  const counts = answer.data && byValue(facetOf(answer.data, 'state'));
  const isPart = answer.data?.complete === false;
  return html`<div class="figures">${JOB_STATES.map((each) => html`
    <a key=${each.state} href=${jobsUrl(filter + ` and state='${each.state}'`)}>
      <span class="label"><${Shape} look=${each.look} />${each.label}</span>
      <span class="value">${countIfKnown(counts && (counts[each.state] ?? 0))}</span>
      ${isPart && html`<span class="sub">among the newest ${count(answer.data.newest)} jobs</span>`}</a>`)}</div>`;
}

const QUANTILES = [
  {name: 'p50', look: 'queued', member: 'p50-ms'},
  {name: 'p95', look: 'running', member: 'p95-ms'},
];

/** @param {{name: string}} props what the jobs of an action did, and how long they took, in the last day */
function LastDay({name}) {
  const known = useRoute('job/series');
  const {data} = useResource(known ? apiUrl('job/series', {from: 'now-24h', action: name}) : null);
  const total = data?.total;
  if (!total?.run?.count) {
    return null;
  }
  const start = stepsBeforeKept(data);
  const times = data.times.slice(start);
  const ended = OUTCOMES.map((each) => ({...each, values: (total[each.member] ?? []).slice(start)}));
  const run = QUANTILES.map((each) => ({...each, values: (total.run.steps?.[each.member] ?? []).slice(start)}));
  return html`<div class="grid2">
    <${Panel} title="Ended in the last 24 h" aside=${html`<${Legend} series=${ended} />`}>
      <div class="panel-body"><${TimeChart} times=${times} series=${ended} label="Ended jobs" /></div>
      <${KeptNote} document=${data} /></${Panel}>
    <${Panel} title="Run times" aside=${html`<${Legend} series=${run} />`}>
      <div class="panel-body">
        <${TimeChart} times=${times} series=${run} lines=${true} unit=${duration} label="Run times" /></div></${Panel}>
  </div>`;
}

/** @param {{name: string}} props the live executors that have an action */
function Providers({name}) {
  const query = {filter: 'actions=' + quoted(name), select: 'name,host,alive', orderby: 'name', last: 100};
  const answer = useResource(apiUrl('executor', query));
  const live = (answer.data?.resources ?? []).filter((/** @type {any} */ each) => each.alive);
  return html`${live.map((/** @type {any} */ each) => each.name + ' on ' + each.host).join(', ')}`;
}

/** @param {any} action @returns {[string, any][]} */
const detailsOf = (action) => [
  ['Plugin', action.plugin],
  ['Live executors', action.executors > 0 ? html`${action.executors}: <${Providers} name=${action.name} />` : '0'],
  ['Needs', (action.requires ?? []).join(', ')],
  ['For administrators only', action['admin-only'] ? 'yes' : ''],
  ['Provided by', action['provided-by']],
  ['Provided', action.provided && html`<${Time} at=${action.provided} />`],
];

/** @param {{name: string}} props */
export function Action({name}) {
  const path = 'action/' + encodeURIComponent(name);
  const answer = useResource(apiUrl(path));
  const flow = answer.data?.flow && mayPost(answer.data);
  const hasGraph = flow && !(answer.data.schema?.required ?? []).length;
  const graph = useResource(hasGraph ? apiUrl(path + '/graph', {format: 'json'}) : null);
  useTitle(name);
  return html`<${Answer} of=${answer}>${(/** @type {any} */ action) => html`
    <div class="crumb page-crumb"><a href="/actions">Actions</a></div>
    <${PageHead} title=${action.name}>
      ${mayPost(action) && html`<a class="button primary" href=${postUrl(name)}>Post a job</a>`}</${PageHead}>
    <p class="job-line">${action.description}</p>
    <${States} name=${name} />
    <${LastDay} name=${name} />
    <${Panel} title="Parameters"><${Parameters} action=${action} /></${Panel}>
    ${graph.data && html`<${Panel} title="Flow, with default parameters">
      <${FlowGraph} class="preview-graph" layout=${graph.data} states=${{}} /></${Panel}>`}
    <${Panel} title="Details"><div class="panel-body"><${Facts} rows=${detailsOf(action)} /></div></${Panel}>
    <${Panel} title="On the command line"><div class="panel-body">
      <${Command} command=${'baton post ' + shellQuoted(name) + ' --help'} /></div></${Panel}>
    <${Panel} title="Schema"><${Json} value=${action.schema} label="the schema" /></${Panel}>`}</${Answer}>`;
}
