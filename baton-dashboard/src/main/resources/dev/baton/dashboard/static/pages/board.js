// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {apiUrl, get} from '../lib/api.js';
import {count} from '../lib/format.js';
import {useJobEvents} from '../lib/stream.js';
import {useResource, useThrottled, useTitle} from '../lib/use.js';
import {Answer, Empty, JobId, PageHead, Time} from '../parts/basics.js';
import {JobMark} from '../parts/mark.js';

const SHOWN = 100;

/** @param {{id: string}} props the gate that holds a job, when asked for */
function Gate({id}) {
  const [answer, setAnswer] = useState('');
  return answer ? html`<span>${answer}</span>` : html`<button type="button" class="button small" onClick=${() => get(id + '/why').then((why) => setAnswer(why.summary ?? why.decision), (error) => setAnswer(error.message))}>Why<span class="sr"> does ${id} wait</span></button>`;
}

export function Board() {
  const answer = useResource(apiUrl('board', {first: 1, last: SHOWN}));
  const ids = (answer.data?.resources ?? []).map((/** @type {any} */ each) => each.job);
  const jobs = useResource(ids.length ? apiUrl('job', {filter: 'id=[' + ids.map((/** @type {string} */ id) => `'${id}'`).join(',') + ']', last: SHOWN, select: 'id,action,name,state,created,attempt,not-before,parked'}) : null, {keep: true});
  /** @type {Map<string, any>} */
  const known = new Map((jobs.data?.resources ?? []).map((/** @type {any} */ job) => [job.id, job]));
  useTitle('Board');
  const refresh = useThrottled(answer.reload, 2000);
  useJobEvents('', refresh, refresh);
  return html`<${PageHead} title="Board"><span class="muted">waiting and claimed jobs, in the order in which executors claim them</span></${PageHead}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${Empty} title="The board is empty"><p>No job waits and none is claimed. Jobs appear here between their post and their end.</p><a class="button" href="/post">Post a job</a></${Empty}>` : html`
    <div class="panel"><div class="scroll" tabindex="0"><table><thead><tr><th class="right">Place</th><th>Job</th><th>State</th><th>Action</th><th class="right">Priority</th><th class="right">Posted</th><th class="right">Due</th><th>Claimed by</th><th>Held by</th></tr></thead>
    <tbody>${page.resources.map((/** @type {any} */ each, /** @type {number} */ i) => {
      const job = known.get(each.job);
      return html`<tr key=${each.job}><td class="right">${page.first + i}</td><td><${JobId} id=${each.job} /></td><td>${job && html`<${JobMark} job=${job} />`}</td><td>${job?.action}</td><td class="right">${each.priority}</td><td class="right nowrap"><${Time} at=${job?.created} /></td><td class="right nowrap"><${Time} at=${each.due} /></td><td>${each.owner ?? html`<span class="none">–</span>`}</td><td class="wrap">${!each.owner && html`<${Gate} key=${each.job} id=${each.job} />`}</td></tr>`;
    })}</tbody></table></div></div>${page.count === SHOWN && html`<p class="menu-note">The first ${count(SHOWN)} jobs.</p>`}`}</${Answer}>`;
}
