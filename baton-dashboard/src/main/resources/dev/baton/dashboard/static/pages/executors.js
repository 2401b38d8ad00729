// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {apiUrl, post} from '../lib/api.js';
import {quoted} from '../lib/filter.js';
import {count} from '../lib/format.js';
import {jobsUrl, jobUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {isAdmin} from '../lib/session.js';
import {duration, now} from '../lib/time.js';
import {attempt, toast} from '../lib/toast.js';
import {useInterval, useResource, useTitle} from '../lib/use.js';
import {Answer, Command, Copy, Empty, PageHead, Problem, Progress, Skeleton, Time} from '../parts/basics.js';
import {Confirm, Dialog, Popover} from '../parts/dialog.js';
import {Icon} from '../parts/basics.js';
import {Mark} from '../parts/mark.js';

/** @param {any} each */
function lookOf(each) {
  if (!each.alive) {
    return {look: 'failed', label: 'not seen'};
  }
  if (each.stopping) {
    return {look: 'cancelled', label: 'claims no more'};
  }
  return each.running > 0 ? {look: 'running', label: 'running'} : {look: 'succeeded', label: 'alive'};
}

/** @param {{executor: any, onClose: () => void}} props */
function Threads({executor, onClose}) {
  const [dump, setDump] = useState('');
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [asked, setAsked] = useState(false);
  if (!asked) {
    setAsked(true);
    post(executor.id + '/threads').then((answer) => setDump(answer.threads), setError);
  }
  return html`<${Dialog} title=${'Threads of ' + executor.name} wide=${true} onClose=${onClose}>
    <${Problem} error=${error} />${!dump && !error && html`<p role="status" class="muted">The process answers with its next heartbeat…</p><${Skeleton} lines=${6} />`}
    ${dump && html`<div class="list-line"><span class="muted">${count(dump.split('\n').length)} lines</span><${Copy} text=${dump} label="Copy the threads" /></div><pre class="thread-dump" tabindex="0">${dump}</pre>`}</${Dialog}>`;
}

/** @param {{executor: any, onClose: () => void}} props */
function LogLevel({executor, onClose}) {
  const [level, setLevel] = useState('DEBUG');
  const [logger, setLogger] = useState('dev.baton');
  return html`<${Confirm} title=${'Log level of ' + executor.name} verb=${'Log ' + logger + ' at ' + level} onClose=${onClose} onConfirm=${async () => {
      const answer = await post(executor.id + '/log-level', {level, logger});
      toast(answer.message);
    }}><label class="field"><span>Logger</span><input value=${logger} onInput=${(/** @type {any} */ event) => setLogger(event.target.value)} /></label>
    <label class="field"><span>Level</span><select value=${level} onChange=${(/** @type {any} */ event) => setLevel(event.target.value)}>${['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'].map((each) => html`<option key=${each}>${each}</option>`)}</select></label>
    <p class="muted">The level lasts until the process stops.</p></${Confirm}>`;
}

/** @param {{executor: any, onDone: () => void, onClose: () => void}} props */
const Drain = ({executor, onDone, onClose}) => html`<${Confirm} title=${'Drain ' + executor.name} verb=${'Drain ' + executor.name} onClose=${onClose} onConfirm=${async () => {
    toast((await post(executor.id + '/drain')).message, {undo: () => attempt(() => post(executor.id + '/undrain')).then(onDone)});
    onDone();
  }}><p>It claims no more jobs. The ${count(executor.running)} that it runs continue to their end.</p></${Confirm}>`;

/** @param {{executor: any}} props */
function Runs({executor}) {
  const jobs = useResource(apiUrl('job', {filter: "state='RUNNING' and owner=" + quoted(executor.name), orderby: 'started', last: 8, select: 'id,action,started,progress,name'}));
  const current = now.use();
  useInterval(jobs.reload, executor.running ? 4000 : null);
  return html`<ul class="runs">${(jobs.data?.resources ?? []).map((/** @type {any} */ job) => html`<li key=${job.id}><a href=${jobUrl(job.id)}>${job.action}</a> ${job.name && html`<span class="muted">${job.name}</span>`}<${Progress} percent=${job.progress ?? 0} /><span class="muted num">${job.started ? duration(current - Date.parse(job.started)) : ''}</span></li>`)}
    ${jobs.data?.count > 8 && html`<li><a href=${jobsUrl("state='RUNNING' and owner=" + quoted(executor.name))}>All ${count(jobs.data.count)}</a></li>`}</ul>`;
}

const DIALOGS = {threads: Threads, level: LogLevel, drain: Drain};

export function Executors() {
  const answer = useResource(apiUrl('executor', {orderby: 'name', last: 1000}));
  const [dialog, setDialog] = useState(/** @type {{what: keyof typeof DIALOGS, executor: any} | null} */ (null));
  const mayDrain = useRoute('executor/{uuid}/drain');
  const mayLevel = useRoute('executor/{uuid}/log-level');
  const current = now.use();
  useTitle('Executors');
  // Processes report by heartbeats, which no stream announces.
  useInterval(answer.reload, 4000);
  const Shown = dialog && DIALOGS[dialog.what];
  return html`<${PageHead} title="Executors" />
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${Empty} title="No process has been alive in the last minutes"><p>An executor claims jobs and runs their actions:</p><${Command} command="baton executor" /></${Empty}>` : html`
    <div class="panel"><div class="scroll" tabindex="0"><table><thead><tr><th>Process</th><th>State</th><th>Slots</th><th class="hide-small">Runs now</th><th class="hide-small">Capabilities</th><th class="hide-small">Version</th><th class="right hide-small">Up</th><th class="right">Seen</th><th><span class="sr">Operations</span></th></tr></thead>
    <tbody>${page.resources.map((/** @type {any} */ each) => html`<tr key=${each.id}><td><strong>${each.name}</strong><br /><span class="muted">${each.kind} on ${each.host}, process ${each.pid}</span></td><td><${Mark} ...${lookOf(each)} /></td>
      <td class="nowrap num">${each.slots > 0 ? html`<span class="progress s-running"><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6" /><rect class="fill" width=${(each.running / each.slots) * 100} height="6" /></svg>${each.running} of ${each.slots}</span>` : html`<span class="none">–</span>`}</td>
      <td class="hide-small">${each.running > 0 && html`<${Runs} executor=${each} />`}</td><td class="hide-small">${(each.capabilities ?? []).length > 0 && html`<span class="tags">${each.capabilities.map((/** @type {string} */ name) => html`<span key=${name} class="tag">${name}</span>`)}</span>`}</td>
      <td class="hide-small">${each.version}</td><td class="right nowrap hide-small">${duration(current - Date.parse(each.started))}</td><td class="right nowrap"><${Time} at=${each.seen} /></td>
      <td class="right">${isAdmin() && html`<${Popover} align="right" class="icon-button" title=${'Actions on ' + each.name} label=${html`<${Icon} name="more" />`}>${(/** @type {() => void} */ close) => {
        const item = (/** @type {keyof typeof DIALOGS} */ what, /** @type {string} */ text) => html`<button type="button" class="menu-item" onClick=${() => {
          close();
          setDialog({what, executor: each});
        }}>${text}</button>`;
        return html`<a class="menu-item" href=${jobsUrl('owner=' + quoted(each.name))}>Its jobs</a>${item('threads', 'Threads')}${mayLevel && item('level', 'Log level…')}${mayDrain && each.slots > 0 && (each.stopping ? html`<button type="button" class="menu-item" onClick=${() => {
          close();
          attempt(async () => {
            toast((await post(each.id + '/undrain')).message);
            answer.reload();
          });
        }}>Claim jobs again</button>` : item('drain', 'Drain…'))}`;
      }}</${Popover}>`}</td></tr>`)}</tbody></table></div></div>`}</${Answer}>
    ${Shown && dialog && html`<${Shown} executor=${dialog.executor} onDone=${answer.reload} onClose=${() => setDialog(null)} />`}`;
}
