// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {Fragment, html, useEffect} from '../lib/html.js';
import {apiUrl, post} from '../lib/api.js';
import {counted, isolated} from '../lib/format.js';
import {isQuotable, quoted} from '../lib/filter.js';
import {jobsUrl, jobUrl, place, setQuery} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {zone} from '../lib/preferences.js';
import {isAdmin} from '../lib/session.js';
import {absolute, dayClock, interval, isoMillis, zoneName} from '../lib/time.js';
import {attempt, toast} from '../lib/toast.js';
import {useInterval, useResource, useTitle} from '../lib/use.js';
import {Answer, Command, Empty, Icon, PageHead, Time} from '../parts/basics.js';
import {Mark, Shape} from '../parts/mark.js';
import {isFinal, lookOfJob} from '../lib/states.js';

/** @param {{name: string, last: string | undefined}} props the last jobs that a schedule has posted; last: its last time */
function LastRuns({name, last}) {
  const jobs = useResource(apiUrl('job', {filter: 'origin/distribution=' + quoted(name), orderby: 'created:desc', last: 10, select: 'id,state,created,attempt,not-before,parked'}));
  const list = [...(jobs.data?.resources ?? [])].reverse();
  useEffect(() => {
    jobs.reload();
  }, [last]);
  useInterval(jobs.reload, list.some((/** @type {any} */ job) => !isFinal(job.state)) ? 5000 : 30_000);
  return list.length ? html`<span class="runs-spark">${list.map((/** @type {any} */ job) => html`<a key=${job.id} href=${jobUrl(job.id)} title=${lookOfJob(job).label + ', ' + absolute(job.created)} aria-label=${lookOfJob(job).label}><${Shape} look=${lookOfJob(job).look} /></a>`)}</span>` : html`<span class="none">–</span>`;
}

/** @param {{name: string}} props the next times of a schedule, in its zone and in that of the user */
function NextRuns({name}) {
  const answer = useResource(apiUrl('distribution/' + encodeURIComponent(name) + '/next-runs', {count: 10}));
  zone.use();
  const isSame = (/** @type {any} */ runs) => (runs.zone ?? 'UTC') === zoneName();
  // The server writes the time of the schedule's zone, because a browser may not know the zone.
  const local = (/** @type {string} */ text) => text.replace('T', ' ').replace(/(:\d\d)(?:\.\d+)?(Z|[+-].*)$/, '$1 $2');
  return html`<${Answer} of=${answer}>${(/** @type {any} */ runs) => runs.times.length === 0 ? html`<p class="menu-note">The times are known when a distributor leads this schedule.</p>` : html`<table class="next-runs"><thead><tr><th class="right">#</th><th>${runs.zone ? 'In ' + runs.zone + ', the zone of the schedule' : 'In UTC'}</th>${!isSame(runs) && html`<th>${'In ' + zoneName()}</th>`}<th class="right">From now</th></tr></thead>
    <tbody>${runs.times.map((/** @type {any} */ run, /** @type {number} */ i) => html`<tr key=${run.at}><td class="right">${i + 1}</td><td class="num nowrap">${local(run.local)}</td>${!isSame(runs) && html`<td class="num nowrap">${dayClock(run.at)}</td>`}<td class="right nowrap"><${Time} at=${run.at} /></td></tr>`)}</tbody></table>
    ${!runs.zone && html`<p class="menu-note">An interval counts from the last run, so the later times move if a run is late.</p>`}`}</${Answer}>`;
}

/**
 * The times of a schedule in words; a cron expression as it is.
 *
 * @param {string} schedule
 */
function whenOf(schedule) {
  const ms = isoMillis(/^every (P\S+)$/.exec(schedule)?.[1]);
  return Number.isNaN(ms) ? html`<span class="mono">${schedule}</span>` : interval(ms);
}

const POLICIES = /** @type {Record<string, string>} */ ({
  'run-once': 'runs once for all missed times', 'catch-up': 'runs for every missed time', skip: 'skips missed times'});

/** @param {{each: any}} props the times that passed without a leader, and what the schedule does about them */
const Missed = ({each}) => html`
  ${each.misfires ? html`<${Mark} look="warning" label=${counted(each.misfires, 'time')} />, last <${Time} at=${each['last-misfire']} />` : html`<span class="none">none</span>`}
  ${POLICIES[each.misfire] && html`<br /><span class="muted">${POLICIES[each.misfire]}</span>`}`;

/** @param {any} each */
function lookOf(each) {
  if (each['last-error']) {
    return {look: 'failed', label: 'failed'};
  }
  return each.leader ? {look: 'succeeded', label: 'led'} : {look: 'warning', label: 'no leader'};
}

export function Schedules() {
  const answer = useResource(apiUrl('distribution', {orderby: 'name', last: 1000}));
  const mayTrigger = useRoute('distribution/{name}/trigger') && isAdmin();
  const mayList = useRoute('distribution/{name}/next-runs');
  const opened = place.use().query.get('next');
  useTitle('Schedules');
  useInterval(answer.reload, 5000);
  const trigger = (/** @type {string} */ name) => attempt(async () => {
    toast((await post('distribution/' + encodeURIComponent(name) + '/trigger')).message);
    answer.reload();
  });
  return html`<${PageHead} title="Schedules" />
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${Empty} title="No schedules yet"><p>A plugin registers a distribution, which posts jobs at the times of its schedule; a distributor runs it:</p><${Command} command="baton distributor" /></${Empty}>` : html`
    ${page.resources.some((/** @type {any} */ each) => !each.leader) && html`<div class="why-note s-warning" role="status"><${Shape} look="warning" /><span>A schedule without a leader posts no jobs. Start a distributor with its plugin:</span><${Command} command="baton distributor" /></div>`}
    <div class="panel"><div class="scroll" tabindex="0"><table class="stack"><thead><tr><th>Schedule</th><th>When</th><th class="right">Next</th><th class="right">Last</th><th>Last jobs</th><th>Leader</th><th>Missed</th><th><span class="sr">Operations</span></th></tr></thead>
    <tbody>${page.resources.map((/** @type {any} */ each) => html`<${Fragment} key=${each.name}><tr><td><strong>${each.name}</strong><br /><span class="muted">${each.description}</span></td><td class="nowrap" title=${each.schedule}>${whenOf(each.schedule)}</td>
      <td class="right nowrap" data-label="next">${mayList ? html`<button type="button" class="button small quiet" aria-expanded=${opened === each.name} aria-label=${isolated`Next times of ${each.name}`} onClick=${() => setQuery({next: opened === each.name ? null : each.name}, {replace: true})}><${Time} at=${each['next-run']} /><${Icon} name=${opened === each.name ? 'down' : 'right'} /></button>` : html`<${Time} at=${each['next-run']} />`}</td><td class="right nowrap" data-label="last"><${Time} at=${each['last-run']} /></td>
      <td data-label="last jobs">${each.kind === 'upkeep' ? html`<span class="muted">upkeep</span>` : html`<${LastRuns} name=${each.name} last=${each['last-run']} />`}</td>
      <td class="nowrap"><${Mark} ...${lookOf(each)} /><br /><span class="muted">${each.leader ?? (each['last-leader'] && 'last ' + each['last-leader'])}</span>${each['last-error'] && html`<p class="field-error">${each['last-error']}</p>`}</td><td class="nowrap" data-label="missed"><${Missed} each=${each} /></td>
      <td class="right nowrap wide">${each.kind !== 'upkeep' && isQuotable(each.name) && html`<a class="button small" href=${jobsUrl('origin/distribution=' + quoted(each.name))}>Jobs<span class="sr"> of ${each.name}</span></a> `}${mayTrigger && html`<button type="button" class="button small" onClick=${() => trigger(each.name)}>Run now<span class="sr"> ${each.name}</span></button>`}</td></tr>
      ${mayList && opened === each.name && html`<tr class="detail"><td colspan="8"><${NextRuns} name=${each.name} /></td></tr>`}</${Fragment}>`)}</tbody></table></div></div>`}</${Answer}>`;
}
