// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {findings, overview, readEngines, readOverview} from '../lib/attention.js';
import {byValue, facetOf, facetUrl} from '../lib/counts.js';
import {quoted} from '../lib/filter.js';
import {count, counted} from '../lib/format.js';
import {jobsUrl, place, setQuery} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {rates, stepsBeforeKept, sum} from '../lib/series.js';
import {useJobEvents, useReconnect} from '../lib/stream.js';
import {atMost, now, short} from '../lib/time.js';
import {useInterval, useResource, useThrottled, useTitle} from '../lib/use.js';
import {Command, Empty, PageHead, Panel, Skeleton} from '../parts/basics.js';
import {Legend, TimeChart} from '../parts/bars.js';
import {FailureGroups} from '../parts/failure-groups.js';
import {KeptNote, OUTCOMES} from '../parts/matches-chart.js';
import {Shape} from '../parts/mark.js';

const RANGES = [['15m', '15 min'], ['1h', '1 h'], ['6h', '6 h'], ['24h', '24 h']];

const onZoom = (/** @type {string} */ from, /** @type {string} */ to) => setQuery({from, to});

/** @param {number} value */
const rate = (value) => (value >= 1 ? value.toFixed(value >= 10 ? 0 : 1) : Number(value.toPrecision(2))) + '/s';

/** @param {{document: any}} props */
function Throughput({document}) {
  const {total} = document;
  const start = stepsBeforeKept(document);
  const times = document.times.slice(start);
  const ended = OUTCOMES.map((each) => ({...each, values: rates(document, total[each.member] ?? []).slice(start)}));
  const flowing = [
    {name: 'posted', look: 'queued', values: rates(document, total.posted).slice(start)},
    {name: 'started', look: 'running', values: rates(document, total.started).slice(start)},
  ];
  return html`<div class="grid2">
    <${Panel} title="Ended" aside=${html`<${Legend} series=${ended} />`}>
      <div class="panel-body">
        <${TimeChart} times=${times} series=${ended} unit=${rate} label="Ended jobs per second" onZoom=${onZoom} /></div>
      <${KeptNote} document=${document} /></${Panel}>
    <${Panel} title="Posted and started" aside=${html`<${Legend} series=${flowing} />`}>
      <div class="panel-body">
        <${TimeChart} times=${times} series=${flowing} lines=${true} unit=${rate} label="Jobs per second"
          onZoom=${onZoom} /></div></${Panel}>
  </div>`;
}

const QUANTILES = ['p50', 'p95', 'p99'];

/** @param {{of: any, kind: string}} props the quantiles of times, as cells */
const Quantiles = ({of, kind}) => QUANTILES.map((p) => html`
  <td key=${kind + p} class=${'right nowrap' + (p === 'p99' ? ' hide-small' : '')} data-label=${kind + ' ' + p}>${of?.count ? atMost(of[p + '-ms']) : '–'}</td>`);

/** @param {{document: any, ended: string}} props ended: the condition on the time of the end */
function ByAction({document, ended}) {
  const rows = (document.actions ?? []).slice(0, 15);
  if (!rows.length) {
    return null;
  }
  const failedUrl = (/** @type {string} */ action) =>
    jobsUrl("state='FAILED' and action=" + quoted(action) + ' and ' + ended);
  return html`<${Panel} title="By action" aside="medians and percentiles of the range">
    <div class="scroll" tabindex="0"><table class="stack">
      <thead><tr><th>Action</th><th class="right">Posted</th><th class="right">Succeeded</th>
        <th class="right">Failed</th>
        <th class="right">Wait p50</th><th class="right">Wait p95</th><th class="right">Wait p99</th>
        <th class="right">Run p50</th><th class="right">Run p95</th><th class="right">Run p99</th></tr></thead>
      <tbody>${rows.map((/** @type {any} */ each) => html`<tr key=${each.action}>
        <td><a href=${jobsUrl('action=' + quoted(each.action))}>${each.action}</a></td>
        <td class="right" data-label="posted">${count(sum(each.posted))}</td><td class="right" data-label="succeeded">${count(sum(each.succeeded))}</td>
        <td class="right" data-label="failed">${sum(each.failed) ? html`
          <a href=${failedUrl(each.action)}>${count(sum(each.failed))}</a>` : '0'}</td>
        <${Quantiles} of=${each.wait} kind="wait" /><${Quantiles} of=${each.run} kind="run" /></tr>`)}
      </tbody></table></div></${Panel}>`;
}

/** @param {{look: string, part: number, track?: boolean}} props */
const Share = ({look, part, track}) => html`
  <svg class=${'share s-' + look} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    ${track && html`<rect class="track" width="100" height="8" />`}
    <rect class="bar" width=${part * 100} height="8" /></svg>`;

/**
 * The jobs that wait now.
 *
 * @param {{facts: any, since: Map<string, string> | null}} props since: since when the oldest waiting
 *     job of each action could start; null if the series ends in the past, so that it does not tell this
 */
function Waiting({facts, since}) {
  const current = now.use();
  const {byAction, oldest} = facts.waiting;
  if (!byAction.length) {
    return null;
  }
  const max = Math.max(...byAction.map((/** @type {any} */ each) => each.count));
  const age = oldest && html`
    <span>oldest posted <span class="num">${short(current - Date.parse(oldest.created))}</span> ago</span>`;
  const ageOf = (/** @type {string} */ action) =>
    since?.has(action) ? short(current - Date.parse(since.get(action) ?? '')) : html`<span class="none">–</span>`;
  return html`<${Panel} title="Waiting jobs by action" aside=${age}>
    <div class="scroll" tabindex="0"><table>
      <thead><tr><th>Action</th><th class="right">Jobs</th>${since && html`<th class="right">Oldest</th>`}
        <th><span class="sr">Share</span></th></tr></thead>
      <tbody>${byAction.map((/** @type {any} */ each) => html`<tr key=${each.value}>
        <td><a href=${jobsUrl("state='QUEUED' and action=" + quoted(each.value))}>${each.value}</a></td>
        <td class="right">${count(each.count)}</td>
        ${since && html`<td class="right nowrap">${ageOf(each.value)}</td>`}
        <td class="bar-cell"><${Share} look="queued" part=${each.count / max} /></td></tr>`)}
    </tbody></table></div></${Panel}>`;
}

/** @param {{facts: any}} props */
const Slots = ({facts}) => facts.live.length > 0 && html`
  <${Panel} title="Executors" aside=${html`<a href="/executors">All processes</a>`}>
    <div class="scroll" tabindex="0"><table><tbody>
      ${facts.live.slice(0, 12).map((/** @type {any} */ each) => html`<tr key=${each.id}>
        <td><a href=${jobsUrl("state='RUNNING' and owner=" + quoted(each.name))}>${each.name}</a></td>
        <td class="right nowrap">${each.running} of ${each.slots} slots</td>
        <td class="bar-cell"><${Share} look="running" part=${each.running / each.slots} track=${true} /></td></tr>`)}
    </tbody></table></div></${Panel}>`;

/** @param {{title: string, look?: any, value: string, note: string, link?: string}} props */
function Figure({title, look, value, note, link}) {
  const content = html`<span class="label">${look && html`<${Shape} look=${look} />`}${title}</span>
    <span class="value">${value}</span><span class="sub">${note}</span>`;
  return link ? html`<a href=${link}>${content}</a>` : html`<div>${content}</div>`;
}

/** @param {{title: string, of: any, link: string}} props */
const Times = ({title, of, link}) => html`
  <${Figure} title=${title} link=${link} value=${of.count ? atMost(of['p50-ms']) : '–'}
    note=${of.count ? 'median; p95 ' + atMost(of['p95-ms']) : 'median'} />`;

/** @param {{facts: any}} props the jobs that wait and run */
function CurrentFigures({facts}) {
  const {waiting, running, live} = facts;
  const slots = sum(live.map((/** @type {any} */ each) => each.slots));
  const used = sum(live.map((/** @type {any} */ each) => each.running));
  const oldest = waiting.oldest && short(Date.now() - Date.parse(waiting.oldest.created));
  return html`
    <${Figure} title="Waiting" look="queued" value=${count(waiting.count)} link=${jobsUrl("state='QUEUED'")}
      note=${oldest ? 'oldest ' + oldest : 'nothing waits'} />
    <${Figure} title="Running" look="running" value=${count(running)} link=${jobsUrl("state='RUNNING'")}
      note=${slots ? `${used} of ${slots} slots used` : 'no executor'} />`;
}

/** @param {number} attempts that failed, whose jobs have further attempts */
const retriedNote = (attempts) =>
  counted(attempts, 'attempt') + ' failed and ' + (attempts === 1 ? 'was' : 'were') + ' retried';

/** @param {{total: any, ended: string}} props the jobs that ended in the range */
function RangeFigures({total, ended}) {
  const retried = sum(total.retried);
  return html`
    <${Figure} title="Succeeded" look="succeeded" value=${count(sum(total.succeeded))} note="in this range"
      link=${jobsUrl("state='SUCCESS' and " + ended)} />
    <${Figure} title="Failed" look="failed" value=${count(sum(total.failed))}
      note=${retried ? retriedNote(retried) : 'in this range'} link=${jobsUrl("state='FAILED' and " + ended)} />
    ${total.wait && html`<${Times} title="Wait" of=${total.wait} link=${jobsUrl(ended) + '&order=started:desc'} />`}
    ${total.run && html`<${Times} title="Run" of=${total.run} link=${jobsUrl(ended) + '&order=duration:desc'} />`}`;
}

/** @param {{found: import('../lib/attention.js').Finding[] | null}} props */
function Findings({found}) {
  if (!found) {
    return null;
  }
  return found.length ? html`
    <${Panel} title="Needs a look" aside=${count(found.length)} class="look-panel"><ul class="look-list">
      ${found.map((each) => html`
        <li key=${each.text}><${Shape} look=${each.look} /><span><a href=${each.link}>${each.text}</a>${
          each.command && html`<span class="remedy">. Start one: <code>${each.command}</code></span>`}</span></li>`)}
    </ul></${Panel}>` : html`
    <p class="calm"><${Shape} look="succeeded" />Nothing needs a look: every waiting job has an executor, every schedule
      has a leader.</p>`;
}

/**
 * Reads the engines that cannot be used, if the server has engines.
 *
 * @param {() => void} onRead
 */
function useEngines(onRead) {
  const known = useRoute('engine');
  const read = () => readEngines().then(onRead, () => {});
  useEffect(() => {
    if (known) {
      read();
    }
  }, [known]);
  useInterval(read, known ? 60_000 : null);
}

/** Since when the oldest waiting job of each action could start. @param {any} document @returns {Map<string, string>} */
const oldestByAction = (document) =>
  new Map(
    (document?.actions ?? [])
      .filter((/** @type {any} */ each) => each['oldest-waiting'])
      .map((/** @type {any} */ each) => [each.action, each['oldest-waiting']]),
  );

/** The time range of the address: a range until now, or a part of the charts. */
function useRange() {
  const {query} = place.use();
  const [from, to] = [query.get('from'), query.get('to')];
  const zoomed = from !== null;
  const named = query.get('range');
  const range = RANGES.some(([name]) => name === named) ? /** @type {string} */ (named) : '1h';
  return {
    range,
    zoomed,
    series: apiUrl('job/series', {from: from ?? 'now-' + range, to, by: 'action'}),
    ended: zoomed ? 'ended>=' + quoted(from) + (to ? ' and ended<' + quoted(to) : '') : 'ended>' + quoted('now-' + range),
  };
}

/** @param {{range: string, zoomed: boolean}} props */
const RangeTools = ({range, zoomed}) => html`
  ${zoomed && html`
    <button type="button" class="button" onClick=${() => setQuery({from: null, to: null})}>Leave the zoom</button>`}
  <span class="group" role="group" aria-label="Time range">${RANGES.map(([name, label]) => html`
    <button key=${name} type="button" class="button" aria-pressed=${!zoomed && range === name}
      onClick=${() => setQuery({range: name === '1h' ? null : name, from: null, to: null})}>
      ${label}</button>`)}</span>`;

const NoExecutor = () => html`
  <${Empty} title="No executor is alive">
    <p>An executor claims jobs and runs their actions. <code>baton up</code> has one; start another one with:</p>
    <${Command} command="baton executor" /></${Empty}>`;

/**
 * The figures of the range. A server without the series still counts the jobs that ended in it.
 *
 * @param {ReturnType<typeof useRange>} range
 */
function useFigures(range) {
  const hasSeries = useRoute('job/series');
  const series = useResource(hasSeries ? range.series : null, {keep: true});
  const states = useResource(hasSeries === false ? facetUrl(range.ended, 'state') : null, {keep: true});
  const counted = states.data && byValue(facetOf(states.data, 'state'));
  const total = series.data?.total ?? (counted && {succeeded: [counted.SUCCESS], failed: [counted.FAILED]});
  const reload = () => Promise.all([series.reload(), states.reload()]);
  return {document: series.data?.times ? series.data : null, total, reload};
}

export function Overview() {
  const facts = overview.use();
  const found = findings.use();
  const [problem, setProblem] = useState('');
  const range = useRange();
  const figures = useFigures(range);
  useTitle('Overview');
  const read = async () => {
    try {
      const changed = await readOverview();
      setProblem('');
      return changed;
    } catch (error) {
      setProblem(error.message);
      return true;
    }
  };
  const refresh = useThrottled(read, 5000);
  const refreshFigures = useThrottled(figures.reload, 10000);
  useJobEvents('', () => {
    refresh();
    refreshFigures();
  }, refresh);
  useReconnect(refresh);
  useEffect(refresh, []);
  useEngines(refresh);
  // Heartbeats of executors are no events.
  useInterval(read, 15000);
  useInterval(figures.reload, 30000);
  return html`
    <${PageHead} title="Overview"><${RangeTools} ...${range} /></${PageHead}>
    ${problem && html`<div class="problem" role="alert">${problem}</div>`}
    ${!facts && !problem && html`<${Skeleton} />`}
    ${facts && html`
      <div class="figures"><${CurrentFigures} facts=${facts} />
        ${figures.total && html`<${RangeFigures} total=${figures.total} ended=${range.ended} />`}</div>
      <${Findings} found=${found} />
      ${figures.document && html`<${Throughput} document=${figures.document} />`}
      <${FailureGroups} />
      <div class="grid2"><${Waiting} facts=${facts} since=${range.zoomed ? null : oldestByAction(figures.document)} />
        <${Slots} facts=${facts} /></div>
      ${figures.document && html`<${ByAction} document=${figures.document} ended=${range.ended} />`}
      ${facts.live.length === 0 && html`<${NoExecutor} />`}`}`;
}
