// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {findings, overview, readOverview} from '../lib/attention.js';
import {quoted} from '../lib/filter.js';
import {count} from '../lib/format.js';
import {jobsUrl, place, setQuery} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {useJobEvents} from '../lib/stream.js';
import {duration, now, short} from '../lib/time.js';
import {useInterval, useResource, useThrottled, useTitle} from '../lib/use.js';
import {Command, Empty, PageHead, Panel, Skeleton} from '../parts/basics.js';
import {Legend, TimeChart} from '../parts/bars.js';
import {FailureGroups} from '../parts/failure-groups.js';
import {OUTCOMES} from '../parts/matches-chart.js';
import {Shape} from '../parts/mark.js';

const RANGES = [['15m', '15 min'], ['1h', '1 h'], ['6h', '6 h'], ['24h', '24 h']];

/** @param {(number | null)[] | undefined} values */
const sum = (values) => (values ?? []).reduce((total, value) => (total ?? 0) + (value ?? 0), 0) ?? 0;

/** @param {{document: any}} props */
function Throughput({document}) {
  const perSecond = (/** @type {(number | null)[]} */ values) => values.map((value) => (value ?? 0) / document.step);
  const rate = (/** @type {number} */ value) => (value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)) + '/s';
  const total = document.total;
  const ended = OUTCOMES.map((each) => ({...each, values: total[each.member] ?? []}));
  const flowing = [{name: 'posted', look: 'queued', values: perSecond(total.posted)}, {name: 'started', look: 'running', values: perSecond(total.started)}];
  return html`<div class="grid2">
    <${Panel} title="Ended" aside=${html`<${Legend} series=${ended} />`}><div class="panel-body"><${TimeChart} times=${document.times} series=${ended} label="Ended jobs" onZoom=${(/** @type {string} */ from, /** @type {string} */ to) => setQuery({from, to})} /></div></${Panel}>
    <${Panel} title="Posted and started" aside=${html`<${Legend} series=${flowing} />`}><div class="panel-body"><${TimeChart} times=${document.times} series=${flowing} lines=${true} unit=${rate} label="Jobs per second" onZoom=${(/** @type {string} */ from, /** @type {string} */ to) => setQuery({from, to})} /></div></${Panel}>
  </div>`;
}

/** @param {{document: any}} props */
function ByAction({document}) {
  const rows = (document.actions ?? []).slice(0, 15);
  if (!rows.length) {
    return null;
  }
  const ms = (/** @type {any} */ of, /** @type {string} */ p) => (of?.count ? duration(of[p + '-ms']) : '–');
  return html`<${Panel} title="By action" aside="medians and percentiles of the range"><div class="scroll" tabindex="0"><table><thead><tr><th>Action</th><th class="right">Posted</th><th class="right">Succeeded</th><th class="right">Failed</th><th class="right">Wait p50</th><th class="right">p95</th><th class="right">p99</th><th class="right">Run p50</th><th class="right">p95</th><th class="right">p99</th></tr></thead>
    <tbody>${rows.map((/** @type {any} */ each) => html`<tr key=${each.action}><td><a href=${jobsUrl('action=' + quoted(each.action))}>${each.action}</a></td><td class="right">${count(sum(each.posted))}</td><td class="right">${count(sum(each.succeeded))}</td>
      <td class="right">${sum(each.failed) ? html`<a href=${jobsUrl("state='FAILED' and action=" + quoted(each.action))}>${count(sum(each.failed))}</a>` : '0'}</td>
      ${['p50', 'p95', 'p99'].map((p) => html`<td key=${'w' + p} class="right">${ms(each.wait, p)}</td>`)}${['p50', 'p95', 'p99'].map((p) => html`<td key=${'r' + p} class="right">${ms(each.run, p)}</td>`)}</tr>`)}</tbody></table></div></${Panel}>`;
}

/** @param {{facts: any}} props */
function Waiting({facts}) {
  const current = now.use();
  if (!facts.waiting.length) {
    return null;
  }
  const max = Math.max(...facts.waiting.map((/** @type {any} */ each) => each.doc_count));
  return html`<${Panel} title="Waiting jobs by action" aside=${facts.oldest && html`<span>oldest posted <span class="num">${short(current - Date.parse(facts.oldest.created))}</span> ago</span>`}><div class="scroll" tabindex="0"><table><tbody>
    ${facts.waiting.map((/** @type {any} */ each) => html`<tr key=${each.key}><td><a href=${jobsUrl("state='QUEUED' and action=" + quoted(each.key))}>${each.key}</a></td><td class="right">${count(each.doc_count)}</td>
      <td class="bar-cell"><svg class="share s-queued" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar" width=${(each.doc_count / max) * 100} height="8" /></svg></td></tr>`)}</tbody></table></div></${Panel}>`;
}

/** @param {{facts: any}} props */
const Slots = ({facts}) => facts.live.length > 0 && html`<${Panel} title="Executors" aside=${html`<a href="/executors">All processes</a>`}><div class="scroll" tabindex="0"><table><tbody>
  ${facts.live.slice(0, 12).map((/** @type {any} */ each) => html`<tr key=${each.id}><td><a href=${jobsUrl("state='RUNNING' and owner=" + quoted(each.name))}>${each.name}</a></td><td class="right nowrap">${each.running} of ${each.slots} slots</td>
    <td class="bar-cell"><svg class="share s-running" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8" /><rect class="bar" width=${(each.running / each.slots) * 100} height="8" /></svg></td></tr>`)}</tbody></table></div></${Panel}>`;

export function Overview() {
  const {query} = place.use();
  const range = query.get('range') ?? '1h';
  const facts = overview.use();
  const found = findings.use();
  const [problem, setProblem] = useState('');
  const [from, to] = [query.get('from'), query.get('to')];
  const hasSeries = useRoute('job/series');
  const series = useResource(hasSeries ? apiUrl('job/series', {from: from ?? 'now-' + range, to, by: 'action'}) : null, {keep: true});
  const zoomed = from !== null;
  const created = zoomed ? `created>='${from}' and created<'${to}'` : `created>'now-${range}'`;
  // A server without the series still counts the jobs that were posted in the range.
  const states = useResource(hasSeries === false ? apiUrl('job', {filter: created, last: 0, aggregation: 'terms:state'}) : null, {keep: true});
  const stateCounts = Object.fromEntries((states.data?.aggregations?.['terms:state']?.buckets ?? []).map((/** @type {any} */ each) => [each.key, each.doc_count]));
  const total = series.data?.total ?? (states.data && {succeeded: [stateCounts.SUCCESS ?? 0], failed: [stateCounts.FAILED ?? 0]});
  useTitle('Overview');
  const refresh = useThrottled(() => {
    readOverview().then(() => setProblem(''), (error) => setProblem(error.message));
  }, 2500);
  const refreshSeries = useThrottled(() => {
    series.reload();
    states.reload();
  }, 10000);
  useJobEvents('', () => {
    refresh();
    refreshSeries();
  }, refresh);
  useEffect(refresh, []);
  // Heartbeats of executors are no events.
  useInterval(refresh, 10000);
  useInterval(refreshSeries, 30000);
  const slots = (facts?.live ?? []).reduce((/** @type {number} */ total, /** @type {any} */ each) => total + each.slots, 0);
  const used = (facts?.live ?? []).reduce((/** @type {number} */ total, /** @type {any} */ each) => total + each.running, 0);
  return html`<${PageHead} title="Overview">
      ${zoomed && html`<button type="button" class="button" onClick=${() => setQuery({from: null, to: null})}>Leave the zoom</button>`}
      <span class="group" role="group" aria-label="Time range">${RANGES.map(([name, label]) => html`<button key=${name} type="button" class="button" aria-pressed=${!zoomed && range === name} onClick=${() => setQuery({range: name === '1h' ? null : name, from: null, to: null})}>${label}</button>`)}</span>
    </${PageHead}>
    ${problem && html`<div class="problem" role="alert">${problem}</div>`}
    ${!facts && !problem && html`<${Skeleton} />`}
    ${facts && html`
      <div class="figures">
        <a href=${jobsUrl("state='QUEUED'")}><span class="label"><${Shape} look="queued" />Waiting</span><span class="value">${count(facts.state.QUEUED ?? 0)}</span><span class="sub">${facts.oldest ? 'oldest ' + short(Date.now() - Date.parse(facts.oldest.created)) : 'nothing waits'}</span></a>
        <a href=${jobsUrl("state='RUNNING'")}><span class="label"><${Shape} look="running" />Running</span><span class="value">${count(facts.state.RUNNING ?? 0)}</span><span class="sub">${slots ? used + ' of ' + slots + ' slots used' : 'no executor'}</span></a>
        ${total && html`
        <a href=${jobsUrl("state='SUCCESS' and " + created)}><span class="label"><${Shape} look="succeeded" />Succeeded</span><span class="value">${count(sum(total.succeeded))}</span><span class="sub">in this range</span></a>
        <a href=${jobsUrl("state='FAILED' and " + created)}><span class="label"><${Shape} look="failed" />Failed</span><span class="value">${count(sum(total.failed))}</span><span class="sub">${sum(total.retried) ? count(sum(total.retried)) + ' retried' : 'in this range'}</span></a>
        ${total.wait && html`<div><span class="label">Wait</span><span class="value">${total.wait?.count ? duration(total.wait['p50-ms']) : '–'}</span><span class="sub">${total.wait?.count ? 'p95 ' + duration(total.wait['p95-ms']) : 'median'}</span></div>
        <div><span class="label">Run</span><span class="value">${total.run?.count ? duration(total.run['p50-ms']) : '–'}</span><span class="sub">${total.run?.count ? 'p95 ' + duration(total.run['p95-ms']) : 'median'}</span></div>`}`}
      </div>
      ${found && found.length > 0 && html`<${Panel} title="Needs a look" aside=${count(found.length)} class="look-panel"><ul class="look-list">${found.map((each) => html`<li key=${each.text}><${Shape} look=${each.look} /><a href=${each.link}>${each.text}</a></li>`)}</ul></${Panel}>`}
      ${found && found.length === 0 && html`<p class="calm"><${Shape} look="succeeded" />Nothing needs a look: every waiting job has an executor, every schedule has a leader.</p>`}
      ${series.data?.times && html`<${Throughput} document=${series.data} />`}
      <${FailureGroups} />
      <div class="grid2"><${Waiting} facts=${facts} /><${Slots} facts=${facts} /></div>
      ${series.data?.times && html`<${ByAction} document=${series.data} />`}
      ${facts.live.length === 0 && html`<${Empty} title="No executor is alive"><p>An executor claims jobs and runs their actions. <code>baton up</code> has one; start another one with:</p><${Command} command="baton executor" /></${Empty}>`}`}`;
}
