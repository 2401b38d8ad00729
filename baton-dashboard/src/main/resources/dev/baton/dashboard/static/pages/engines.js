// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {quoted} from '../lib/filter.js';
import {bytes, count} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {useInterval, useResource, useThrottled, useTitle} from '../lib/use.js';
import {useJobEvents} from '../lib/stream.js';
import {Answer, Command, Empty, JobId, PageHead, Panel, Time} from '../parts/basics.js';
import {JobMark, Mark} from '../parts/mark.js';

/** Jobs with programs in engines need this capability; the location of a program is not searchable. */
const RUNNING = "state='RUNNING' and requires='engine_available'";

const STATUSES = /** @type {Record<string, any>} */ ({
  reachable: {look: 'succeeded', label: 'reachable'},
  unreachable: {look: 'failed', label: 'unreachable'},
  forbidden: {look: 'failed', label: 'refuses rights'},
  invalid: {look: 'failed', label: 'wrong settings'},
});

/** Processes share the CPUs of their host, so their engine reports the load of the host. @param {any} engine */
const isHostLoad = (engine) => engine.name === 'process' || engine.load?.cpus > engine.capacity?.cpus;

/** @param {{label: string, used: number | undefined, whole: number | undefined, show: (value: number) => string, of?: string, unit?: string}} props */
function Amount({label, used, whole, show, of = ' of ', unit = ''}) {
  if (used === undefined && whole === undefined) {
    return null;
  }
  const percent = used !== undefined && whole ? Math.min(100, (used / whole) * 100) : 0;
  return html`<div class="amount"><span class="muted">${label}</span>${used !== undefined && whole ? html`<svg class=${'share s-' + (percent >= 95 ? 'failed' : 'running')} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8" /><rect class="bar" width=${percent} height="8" /></svg>` : html`<span></span>`}
    <span class="num nowrap">${used === undefined ? '?' : show(used)}${whole !== undefined && of + show(whole) + unit}</span></div>`;
}

/** @param {{engine: any}} props */
function Limits({engine}) {
  const limits = [
    engine.limit !== undefined && count(engine.limit) + ' jobs',
    engine['owner-limit'] !== undefined && count(engine['owner-limit']) + ' of one owner',
    engine.threshold !== undefined && 'up to ' + Math.round(engine.threshold * 100) + '\u202f% in use',
  ].filter(Boolean);
  return limits.length ? html`${limits.join(', ')}` : html`<span class="none">none</span>`;
}

/** @param {{engine: any}} props the last error of an engine, and the operations that it refuses */
function Trouble({engine}) {
  const refused = (engine.permissions ?? []).filter((/** @type {any} */ each) => each.refusal);
  return html`${engine.error && html`<p class="field-error">${engine.error}</p>`}
    ${refused.map((/** @type {any} */ each) => html`<p key=${each.name} class=${each.needed ? 'field-error' : 'muted'}>may not ${each.name}: ${each.refusal}</p>`)}
    ${!engine.error && engine['last-error'] && html`<p class="muted">last error <${Time} at=${engine['last-error-at']} />: ${engine['last-error']}</p>`}
    ${!engine.error && !engine['last-error'] && !refused.length && html`<span class="none hide-small">–</span>`}`;
}

/** The engines, as each executor reaches them. */
function EngineTable() {
  const answer = useResource(apiUrl('engine', {orderby: 'name,executor-name', last: 1000}), {keep: true});
  // Executors check their engines when they are asked; no stream announces a change.
  useInterval(answer.reload, 20000);
  return html`<${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${Empty} title="No live executor has reported an engine"><p>An executor with an engine runs programs and containers as jobs: as a process, in Docker, Podman, Kubernetes or Slurm. Start one, and check its engine on its command line:</p><${Command} command="baton executor --engine docker" /><${Command} command="baton engine check docker" /></${Empty}>` : html`
    <${Panel} title=${count(page.count) + (page.count === 1 ? ' engine' : ' engines')} aside=${html`<button type="button" class="button small" onClick=${answer.reload}>Check again</button>`}><div class="scroll" tabindex="0"><table class="stack">
      <thead><tr><th>Engine</th><th>State</th><th>Executor</th><th>In use</th><th class="hide-small">Limits of Baton</th><th>Last error</th><th class="right">Checked</th><th><span class="sr">Operations</span></th></tr></thead>
      <tbody>${page.resources.map((/** @type {any} */ engine) => html`<tr key=${engine.id}>
        <td><strong>${engine.name}</strong>${engine.default && html` <span class="tag">default</span>`}<br /><span class="muted">${[engine.product, engine.version].filter(Boolean).join(' ')}</span>${engine.address && html`<br /><span class="muted mono address">${engine.address}</span>`}</td>
        <td><${Mark} ...${STATUSES[engine.status] ?? STATUSES.unreachable} /></td><td><span class="nowrap">${engine['executor-name']}</span> <span class="muted nowrap">on ${engine.host}</span></td>
        <td class="amounts wide"><${Amount} label=${isHostLoad(engine) ? 'load' : 'CPUs'} of=${isHostLoad(engine) ? ' on ' : ' of '} used=${engine.load?.cpus} whole=${engine.capacity?.cpus} show=${(/** @type {number} */ value) => isHostLoad(engine) && value === engine.load?.cpus ? value.toFixed(1) : String(Math.round(value * 100) / 100)} unit=${isHostLoad(engine) ? ' CPUs' : ''} /><${Amount} label="memory" used=${engine.load?.memory} whole=${engine.capacity?.memory} show=${bytes} /><${Amount} label="jobs" used=${engine.load?.jobs} whole=${engine.capacity?.jobs} show=${count} /></td>
        <td class="hide-small"><${Limits} engine=${engine} /></td><td class="wrap"><${Trouble} engine=${engine} /></td><td class="right nowrap" data-label="checked"><${Time} at=${engine.checked} /></td>
        <td class="right corner"><a class="button small" href=${jobsUrl(RUNNING + ' and owner=' + quoted(engine['executor-name']))}>Jobs<span class="sr"> with programs on ${engine['executor-name']}</span></a></td></tr>`)}</tbody></table></div></${Panel}>`}</${Answer}>`;
}

/** The programs of jobs that run in engines now. */
function Programs() {
  const answer = useResource(apiUrl('job', {filter: RUNNING, orderby: 'started:desc', last: 200, select: 'id,action,name,state,started,location,owner,parked'}), {keep: true});
  const refresh = useThrottled(answer.reload, 2000);
  useJobEvents("requires='engine_available'", refresh, refresh);
  return html`<${Answer} of=${answer}>${(/** @type {any} */ page) => html`<${Panel} title="Programs that run now" aside=${page.count > 0 && html`<a href=${jobsUrl(RUNNING)}>${count(page.count)} running</a>`}>
    ${page.count === 0 ? html`<p class="menu-note">No program of a job runs in an engine now.</p>` : html`<div class="scroll" tabindex="0"><table class="stack"><thead><tr><th>Job</th><th>State</th><th>Action</th><th>Engine</th><th>Run</th><th>Address</th><th>Executor</th><th class="right">Started</th></tr></thead>
      <tbody>${page.resources.map((/** @type {any} */ job) => html`<tr key=${job.id}><td><${JobId} id=${job.id} /></td><td><${JobMark} job=${job} /></td><td>${job.action}</td><td data-label="engine">${job.location?.engine}</td><td class="mono wrap">${job.location?.run}</td><td class="wrap">${job.location?.address}</td><td class="nowrap" data-label="on">${job.owner}</td><td class="right nowrap" data-label="started"><${Time} at=${job.started} /></td></tr>`)}</tbody></table></div>`}</${Panel}>`}</${Answer}>`;
}

export function Engines() {
  const known = useRoute('engine');
  useTitle('Engines');
  return html`<${PageHead} title="Engines"><span class="muted">systems that run containers and commands as jobs</span></${PageHead}>
    ${known && html`<${EngineTable} />`}<${Programs} />`;
}
