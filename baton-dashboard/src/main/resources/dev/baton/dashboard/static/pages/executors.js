// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useState} from '../lib/html.js';
import {apiUrl, post} from '../lib/api.js';
import {isQuotable, quoted} from '../lib/filter.js';
import {count, counted, isolated} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {jobsUrl, jobUrl} from '../lib/router.js';
import {isAdmin} from '../lib/session.js';
import {duration, now} from '../lib/time.js';
import {attempt, toast} from '../lib/toast.js';
import {useInterval, useResource, useTitle} from '../lib/use.js';
import {Answer, Command, Copy, Empty, Icon, PageHead, Problem, Progress, Skeleton, Time} from '../parts/basics.js';
import {Confirm, Dialog, Popover} from '../parts/dialog.js';
import {Mark} from '../parts/mark.js';

/**
 * Whether an operator has drained an executor, so that an operator can let it claim jobs again. An older
 * server does not report this; it reports only that the executor claims no more jobs.
 *
 * @param {any} each
 */
const isDraining = (each) => each.draining ?? each.stopping;

/** @param {any} each */
function lookOf(each) {
  if (!each.alive) {
    return {look: 'failed', label: 'lost'};
  }
  if (each.stopping || isDraining(each)) {
    return {look: 'cancelled', label: isDraining(each) ? 'draining' : 'stopping'};
  }
  return each.running > 0 ? {look: 'running', label: 'running'} : {look: 'succeeded', label: 'alive'};
}

/**
 * The threads of a dump that contain a text. An empty line ends each thread.
 *
 * @param {string} dump
 * @param {string} text
 */
const threadsWith = (dump, text) =>
  dump.trim().split(/\n{2,}/).filter((each) => each.toLowerCase().includes(text.trim().toLowerCase()));

/** @param {{executor: any, onClose: () => void}} props */
function Threads({executor, onClose}) {
  const [dump, setDump] = useState('');
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [wanted, setWanted] = useState('');
  const shown = threadsWith(dump, wanted);
  useEffect(() => {
    post(executor.id + '/threads').then((answer) => setDump(answer.threads), setError);
  }, [executor.id]);
  return html`<${Dialog} title=${isolated`Threads of ${executor.name}`} wide=${true} onClose=${onClose}>
    <${Problem} error=${error} />
    ${!dump && !error && html`
      <p role="status" class="muted">The process answers with its next heartbeat…</p><${Skeleton} lines=${6} />`}
    ${dump && html`
      <div class="list-line"><span class="search">
          <input type="search" aria-label="Find threads" placeholder="Name, class or state" value=${wanted}
            onInput=${(/** @type {any} */ event) => setWanted(event.target.value)} /></span>
        <span class="muted" role="status">${counted(shown.length, 'thread')}</span>
        <${Copy} text=${dump} label="Copy all threads" /></div>
      <pre class="thread-dump" tabindex="0">${shown.join('\n\n')}</pre>`}</${Dialog}>`;
}

const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];

/** The level that takes the changes of a log level back. */
const CONFIGURED = 'CONFIGURED';

/**
 * The level at which a logger writes: its own one, or that of the nearest logger above it.
 *
 * @param {any[]} levels the loggers that have a level of their own
 * @param {string} logger
 */
function levelOf(levels, logger) {
  const above = levels.filter((each) => each.logger === 'ROOT' || (logger + '.').startsWith(each.logger + '.'));
  const depth = (/** @type {any} */ each) => (each.logger === 'ROOT' ? 0 : each.logger.length);
  return above.sort((a, b) => depth(b) - depth(a))[0]?.level;
}

/** @param {{levels: any[]}} props */
const Levels = ({levels}) => html`<table class="levels"><thead><tr><th>Logger</th><th>Level now</th></tr></thead>
  <tbody>${levels.map((each) => html`<tr key=${each.logger}><td class="mono">${each.logger === 'ROOT' ? 'all others' : each.logger}</td>
    <td>${each.level}${each.changed && html` <span class="tag">changed</span>`}</td></tr>`)}</tbody></table>`;

/** @param {{executor: any, onClose: () => void}} props */
function LogLevel({executor, onClose}) {
  const [chosen, setChosen] = useState('');
  const [logger, setLogger] = useState('dev.baton');
  const answer = useResource(apiUrl(executor.id + '/log-level'));
  const levels = answer.data?.levels ?? [];
  const level = chosen || (levelOf(levels, logger) ?? 'INFO');
  const confirm = async () => toast((await post(executor.id + '/log-level', {level, logger})).message);
  const verb = level === CONFIGURED ? 'Log ' + logger + ' as configured' : 'Log ' + logger + ' at ' + level;
  return html`
    <${Confirm} title=${isolated`Log level of ${executor.name}`} verb=${verb} onClose=${onClose}
      onConfirm=${confirm}>
      <${Answer} of=${answer}>${() => html`<${Levels} levels=${levels} />`}</${Answer}>
      <label class="field"><span>Logger</span>
        <input value=${logger} onInput=${(/** @type {any} */ event) => setLogger(event.target.value)} /></label>
      <label class="field"><span>Level</span>
        <select value=${level} onChange=${(/** @type {any} */ event) => setChosen(event.target.value)}>
          ${LEVELS.map((each) => html`<option key=${each} value=${each}>${each}</option>`)}
          <option value=${CONFIGURED}>as configured (takes all changes back)</option></select></label>
      <p class="muted">The level lasts until the process stops.</p></${Confirm}>`;
}

/** @param {any} executor @param {() => void} onDone */
const undrain = (executor, onDone) => attempt(async () => {
  toast((await post(executor.id + '/undrain')).message);
  onDone();
});

/** Whether no other executor claims jobs. @param {any} executor @param {any[]} all */
const isOnlyOne = (executor, all) =>
  !all.some((each) => each.id !== executor.id && each.alive && each.slots > 0 && !each.stopping && !isDraining(each));

/** What happens to the jobs that an executor runs while it is drained. @param {number} running */
function restOf(running) {
  if (running === 0) {
    return 'It runs no job now.';
  }
  return running === 1
    ? 'The job that it runs continues to its end.'
    : `The ${count(running)} jobs that it runs continue to their end.`;
}

/** @param {{executor: any, isOnly: boolean, onDone: () => void, onClose: () => void}} props */
function Drain({executor, isOnly, onDone, onClose}) {
  const confirm = async () => {
    const answer = await post(executor.id + '/drain');
    toast(answer.message, {undo: () => undrain(executor, onDone)});
    onDone();
  };
  const title = 'Drain ' + executor.name;
  return html`<${Confirm} title=${title} verb=${title} onClose=${onClose} onConfirm=${confirm}>
    <p>It will claim no more jobs. ${restOf(executor.running)}</p>
    ${isOnly && html`<p><strong>No other executor claims jobs.</strong> Waiting and new jobs wait until one starts, or until this one
      claims jobs again.</p>`}</${Confirm}>`;
}

/** @param {{executor: any}} props */
function Runs({executor}) {
  const filter = "state='RUNNING' and owner=" + quoted(executor.name);
  const query = {filter, orderby: 'started', last: 8, select: 'id,action,started,progress,name,operations'};
  const jobs = useResource(apiUrl('job', query));
  const current = now.use();
  useInterval(jobs.reload, executor.running ? 4000 : null);
  return html`<ul class="runs">
    ${(jobs.data?.resources ?? []).map((/** @type {any} */ job) => html`<li key=${job.id}>
      <a href=${jobUrl(job.id)}>${job.action}</a>${job.name && html`<span class="muted">${job.name}</span>`}
      ${(job.progress > 0 || !may(job, 'flow')) && html`<${Progress} percent=${job.progress ?? 0} />`}
      <span class="muted num">${job.started ? duration(current - Date.parse(job.started)) : ''}</span></li>`)}
    ${jobs.data?.count > 8 && html`<li><a href=${jobsUrl(filter)}>All ${count(jobs.data.count)}</a></li>`}</ul>`;
}

const DIALOGS = {threads: Threads, level: LogLevel, drain: Drain};

/** @typedef {keyof typeof DIALOGS} ExecutorDialog */

/**
 * @param {{executor: any, onDialog: (what: ExecutorDialog) => void, onDone: () => void}} props
 */
const Menu = ({executor, onDialog, onDone}) => html`
  <${Popover} align="right" class="icon-button" title=${isolated`Actions on ${executor.name}`}
      label=${html`<${Icon} name="more" />`}>
    ${(/** @type {() => void} */ close) => {
      const item = (/** @type {string} */ text, /** @type {() => void} */ run) => html`
        <button type="button" class="menu-item" onClick=${() => {
          close();
          run();
        }}>${text}</button>`;
      const canDrain = executor.alive && executor.slots > 0;
      return html`
        ${!executor.alive && html`<p class="menu-note">The process does not answer.</p>`}
        ${isQuotable(executor.name) && html`
          <a class="menu-item" href=${jobsUrl('owner=' + quoted(executor.name))}>Its jobs</a>`}
        ${executor.alive && item('Threads', () => onDialog('threads'))}
        ${executor.alive && item('Log level…', () => onDialog('level'))}
        ${canDrain && isDraining(executor) && item('Claim jobs again', () => undrain(executor, onDone))}
        ${canDrain && !executor.stopping && !isDraining(executor) && item('Drain…', () => onDialog('drain'))}`;
    }}</${Popover}>`;

/** @param {{executor: any}} props */
const Slots = ({executor}) => executor.alive && executor.slots > 0 ? html`<span class="progress s-running">
  <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6" />
    <rect class="fill" width=${(executor.running / executor.slots) * 100} height="6" /></svg>
  ${executor.running} of ${executor.slots}</span>` : html`<span class="none">–</span>`;

/** @param {{executor: any, children: any}} props children: the operations */
function Row({executor, children}) {
  const current = now.use();
  const {name, kind, host, pid, capabilities = [], version, started, seen, 'lost-leases': lost} = executor;
  return html`<tr>
    <td class="process"><strong class="nowrap">${name}</strong><br /><span class="muted">${kind} on ${host}, process ${pid}, version ${version}</span></td>
    <td><${Mark} ...${lookOf(executor)} /></td>
    <td class="nowrap num" data-label="slots"><${Slots} executor=${executor} /></td>
    <td class="wide">${executor.running > 0 && html`<${Runs} executor=${executor} />`}</td>
    <td class="wide">${capabilities.length > 0 && html`<span class="tags">
      ${capabilities.map((/** @type {string} */ each) => html`<span key=${each} class="tag">${each}</span>`)}</span>`}</td>
    <td class=${'right nowrap' + (lost > 0 ? '' : ' hide-small')} data-label="lost leases">${lost > 0 ? html`
      <${Mark} look="failed" label=${count(lost)} />` : html`<span class="none">${lost ?? '–'}</span>`}</td>
    <td class=${'right nowrap' + (executor.alive ? '' : ' hide-small')} data-label="up">${executor.alive ? duration(current - Date.parse(started)) : html`<span class="none">–</span>`}</td>
    <td class="right nowrap" data-label="seen"><${Time} at=${seen} /></td>
    <td class="right corner">${children}</td></tr>`;
}

const NoExecutor = () => html`
  <${Empty} title="No process has been alive in the last hour">
    <p>An executor claims jobs and runs their actions:</p><${Command} command="baton executor" /></${Empty}>`;

export function Executors() {
  const answer = useResource(apiUrl('executor', {orderby: 'name', last: 1000}));
  const [dialog, setDialog] = useState(/** @type {{what: ExecutorDialog, executor: any} | null} */ (null));
  useTitle('Executors');
  // Processes report by heartbeats, which no stream announces.
  useInterval(answer.reload, 4000);
  const Shown = dialog && DIALOGS[dialog.what];
  return html`<${PageHead} title="Executors" />
    <${Answer} of=${answer}>${(/** @type {any} */ page) => page.count === 0 ? html`<${NoExecutor} />` : html`
      <div class="panel"><div class="scroll" tabindex="0"><table class="stack">
        <thead><tr><th>Process</th><th>State</th><th>Slots</th><th>Runs now</th>
          <th>Capabilities</th><th class="right">Lost leases</th>
          <th class="right">Up</th><th class="right">Seen</th><th><span class="sr">Operations</span></th></tr></thead>
        <tbody>${page.resources.map((/** @type {any} */ each) => html`
          <${Row} key=${each.id} executor=${each}>${isAdmin() && html`
            <${Menu} executor=${each} onDone=${answer.reload}
              onDialog=${(/** @type {ExecutorDialog} */ what) => setDialog({what, executor: each})} />`}</${Row}>`)}
        </tbody></table></div></div>`}</${Answer}>
    ${Shown && dialog && html`
      <${Shown} executor=${dialog.executor} isOnly=${isOnlyOne(dialog.executor, answer.data?.resources ?? [])} onDone=${answer.reload} onClose=${() => setDialog(null)} />`}`;
}
