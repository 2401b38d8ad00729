// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {count} from '../lib/format.js';
import {zone} from '../lib/preferences.js';
import {jobUrl, place, withQuery} from '../lib/router.js';
import {useJobEvents} from '../lib/stream.js';
import {duration, inZone, now} from '../lib/time.js';
import {useResource, useThrottled, useTitle} from '../lib/use.js';
import {Answer, Empty, JobId, PageHead, Time} from '../parts/basics.js';
import {Mark} from '../parts/mark.js';

const SHOWN = 100;

/** @param {any} row what the job of a row does now */
function lookOf(row) {
  if (row.cancelling) {
    return {look: 'reverting', label: 'cancelling'};
  }
  if (row.owner || row.state === 'RUNNING') {
    return {look: 'running', label: row.state === 'RUNNING' ? 'running' : 'claimed'};
  }
  return row.gate === 'delay' ? {look: 'delayed', label: 'delayed'} : row.gate ? {look: 'waiting', label: 'held'} : {look: 'queued', label: 'next'};
}

/** @param {{row: any}} props the gate that holds a job, and for how long */
function Gate({row}) {
  const current = now.use();
  zone.use();
  if (row.owner || row.state === 'RUNNING') {
    return null;
  }
  return row.gate ? html`<a href=${jobUrl(row.job, {tab: 'why'})}><strong>${row.gate}</strong></a>: ${inZone(row.detail)}${row.since && html` <span class="muted nowrap num">for ${duration(current - Date.parse(row.since))}</span>`}`
    : html`<span class="muted">nothing: it starts when a slot is free</span>`;
}

export function Board() {
  const first = Math.max(1, Number(place.use().query.get('first')) || 1);
  const answer = useResource(apiUrl('board', {first, last: first + SHOWN - 1, gates: true}), {keep: true});
  useTitle('Board');
  const refresh = useThrottled(answer.reload, 2000);
  useJobEvents('', refresh, refresh);
  return html`<${PageHead} title="Board"><span class="muted">waiting and claimed jobs, in the order in which executors claim them</span></${PageHead}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 && first === 1 ? html`<${Empty} title="The board is empty"><p>No job waits and none is claimed. Jobs appear here between their post and their end.</p><a class="button" href="/post">Post a job</a></${Empty}>` : html`
    <div class="panel"><div class="scroll" tabindex="0"><table class="stack"><thead><tr><th class="right">Place</th><th>Job</th><th>State</th><th>Action</th><th class="right">Priority</th><th class="right">Due</th><th>Claimed by</th><th>Held by</th></tr></thead>
    <tbody>${page.resources.map((/** @type {any} */ row, /** @type {number} */ i) => html`<tr key=${row.job}><td class="right place">${count(page.first + i)}</td><td><${JobId} id=${row.job} /></td><td><${Mark} ...${lookOf(row)} /></td><td>${row.action}${row.name && html` <span class="muted">${row.name}</span>`}</td><td class="right" data-label="priority">${row.priority}</td><td class="right nowrap" data-label="due"><${Time} at=${row.due} /></td><td class="nowrap" data-label="claimed by">${row.owner ?? html`<span class="none">–</span>`}</td><td class="wrap"><${Gate} row=${row} /></td></tr>`)}</tbody></table></div></div>
    <div class="list-line pages">${first > 1 && html`<a class="button" href=${withQuery({first: first > SHOWN + 1 ? first - SHOWN : null})}>Earlier</a>`}<span class="muted num">${page.count ? 'Places ' + count(page.first) + ' to ' + count(page.first + page.count - 1) : 'No job has this place.'}</span>${page.count === SHOWN && html`<a class="button" href=${withQuery({first: first + SHOWN})}>Next ${SHOWN}</a>`}</div>`}</${Answer}>`;
}
