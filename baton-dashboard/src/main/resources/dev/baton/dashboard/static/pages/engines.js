// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {count} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {useResource, useThrottled, useTitle} from '../lib/use.js';
import {useJobEvents} from '../lib/stream.js';
import {Answer, Command, Empty, JobId, PageHead, Panel, Time} from '../parts/basics.js';
import {JobMark} from '../parts/mark.js';

/** The container jobs, by the engine that runs them. */
export function Engines() {
  const answer = useResource(apiUrl('job', {filter: "state='RUNNING' and location!=null", orderby: 'started:desc', last: 200, select: 'id,action,name,state,started,location,owner,parked'}));
  const actions = useResource(apiUrl('action', {last: 1000, select: 'name,requires,executors'}));
  useTitle('Engines');
  const refresh = useThrottled(answer.reload, 2000);
  useJobEvents("location!=null", refresh, refresh);
  const capabilities = [...new Set((actions.data?.resources ?? []).flatMap((/** @type {any} */ each) => each.requires ?? []))];
  return html`<${PageHead} title="Engines"><span class="muted">systems that run containers and commands as jobs</span></${PageHead}>
    <${Answer} of=${answer}>${(/** @type {any} */ page) => {
      /** @type {Map<string, any[]>} */
      const engines = new Map();
      page.resources.forEach((/** @type {any} */ job) => {
        const name = [job.location?.engine, job.location?.place].filter(Boolean).join(' · ');
        engines.set(name, [...(engines.get(name) ?? []), job]);
      });
      return engines.size === 0 ? html`<${Empty} title="No engine runs a program of a job now"><p>An executor with an engine runs container jobs: a process, Docker, Podman, Kubernetes or Slurm. List the engines of this installation, and check one, on the command line of the executor:</p><${Command} command="baton engine list" /><${Command} command="baton engine check docker" />${capabilities.length > 0 && html`<p class="muted">Actions of this installation need: ${capabilities.join(', ')}</p>`}</${Empty}>`
        : [...engines].map(([name, jobs]) => html`<${Panel} key=${name} title=${name} aside=${html`<a href=${jobsUrl("state='RUNNING' and location!=null")}>${count(jobs.length)} running</a>`}><div class="scroll" tabindex="0"><table><thead><tr><th>Job</th><th>State</th><th>Action</th><th>Run</th><th>Address</th><th>Executor</th><th class="right">Started</th></tr></thead>
          <tbody>${jobs.map((job) => html`<tr key=${job.id}><td><${JobId} id=${job.id} /></td><td><${JobMark} job=${job} /></td><td>${job.action}</td><td class="mono">${job.location?.run}</td><td>${job.location?.address}</td><td>${job.owner}</td><td class="right nowrap"><${Time} at=${job.started} /></td></tr>`)}</tbody></table></div></${Panel}>`);
    }}</${Answer}>`;
}
