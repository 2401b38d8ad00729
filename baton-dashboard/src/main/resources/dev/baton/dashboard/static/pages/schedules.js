// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl, post} from '../lib/api.js';
import {quoted} from '../lib/filter.js';
import {jobsUrl, jobUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {isAdmin} from '../lib/session.js';
import {attempt, toast} from '../lib/toast.js';
import {useInterval, useResource, useTitle} from '../lib/use.js';
import {Answer, Command, Empty, PageHead, Time} from '../parts/basics.js';
import {Mark, Shape} from '../parts/mark.js';
import {lookOfJob} from '../lib/states.js';

/** @param {{name: string}} props the last jobs that a schedule has posted */
function LastRuns({name}) {
  const jobs = useResource(apiUrl('job', {filter: 'origin/distribution=' + quoted(name), orderby: 'created:desc', last: 10, select: 'id,state,created,attempt,not-before,parked'}));
  const list = [...(jobs.data?.resources ?? [])].reverse();
  return list.length ? html`<span class="runs-spark">${list.map((/** @type {any} */ job) => html`<a key=${job.id} href=${jobUrl(job.id)} title=${lookOfJob(job).label + ', ' + job.created} aria-label=${lookOfJob(job).label}><${Shape} look=${lookOfJob(job).look} /></a>`)}</span>` : html`<span class="none">–</span>`;
}

/** @param {any} each */
function lookOf(each) {
  if (each['last-error']) {
    return {look: 'failed', label: 'failed'};
  }
  return each.leader ? {look: 'succeeded', label: 'led'} : {look: 'waiting', label: 'no leader'};
}

export function Schedules() {
  const answer = useResource(apiUrl('distribution', {orderby: 'name', last: 1000}));
  const mayTrigger = useRoute('distribution/{name}/trigger') && isAdmin();
  useTitle('Schedules');
  useInterval(answer.reload, 5000);
  const trigger = (/** @type {string} */ name) => attempt(async () => {
    toast((await post('distribution/' + encodeURIComponent(name) + '/trigger')).message);
    answer.reload();
  });
  return html`<${PageHead} title="Schedules" />
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${Empty} title="No schedules yet"><p>A plugin registers a distribution, which posts jobs at the times of its schedule; a distributor runs it:</p><${Command} command="baton distributor" /></${Empty}>` : html`
    <div class="panel"><div class="scroll" tabindex="0"><table><thead><tr><th>Schedule</th><th>When</th><th class="right">Next</th><th class="right">Last</th><th class="hide-small">Last jobs</th><th>Leader</th><th class="hide-small">If missed</th><th><span class="sr">Operations</span></th></tr></thead>
    <tbody>${page.resources.map((/** @type {any} */ each) => html`<tr key=${each.name}><td><strong>${each.name}</strong><br /><span class="muted">${each.description}</span></td><td class="nowrap mono">${each.schedule}</td>
      <td class="right nowrap"><${Time} at=${each['next-run']} /></td><td class="right nowrap"><${Time} at=${each['last-run']} /></td>
      <td class="hide-small">${each.kind === 'upkeep' ? html`<span class="muted">upkeep</span>` : html`<${LastRuns} name=${each.name} />`}</td>
      <td class="nowrap"><${Mark} ...${lookOf(each)} /><br /><span class="muted">${each.leader ?? each['last-leader']}</span>${each['last-error'] && html`<p class="field-error">${each['last-error']}</p>`}</td><td class="hide-small nowrap">${each.misfire}</td>
      <td class="right nowrap">${each.kind !== 'upkeep' && html`<a class="button small" href=${jobsUrl('origin/distribution=' + quoted(each.name))}>Jobs<span class="sr"> of ${each.name}</span></a> `}${mayTrigger && html`<button type="button" class="button small" onClick=${() => trigger(each.name)}>Run now<span class="sr"> ${each.name}</span></button>`}</td></tr>`)}</tbody></table></div></div>`}</${Answer}>`;
}
