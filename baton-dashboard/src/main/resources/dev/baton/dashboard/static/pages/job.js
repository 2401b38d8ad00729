// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {firstLine, parsed, shellQuoted, shortId} from '../lib/format.js';
import {useKeys} from '../lib/keys.js';
import {go, jobsUrl, place} from '../lib/router.js';
import {session} from '../lib/session.js';
import {isFinal, lookOfJob} from '../lib/states.js';
import {openStream} from '../lib/stream.js';
import {clock, duration, isoMillis, now} from '../lib/time.js';
import {useInterval, useResource, useThrottled, useTitle} from '../lib/use.js';
import {Answer, Command, Copy, Empty, Facts, Icon, JobId, Panel, Progress, Time} from '../parts/basics.js';
import {Children} from '../parts/children.js';
import {JobCommands} from '../parts/commands.js';
import {CancelDialog, DelayDialog, DeleteDialog, may, PriorityDialog, RetryDialog, RevertDialog, SignalDialog} from '../parts/job-dialogs.js';
import {Popover} from '../parts/dialog.js';
import {FlowTab} from '../parts/flow.js';
import {Json} from '../parts/json.js';
import {Log} from '../parts/log.js';
import {JobMark, Mark} from '../parts/mark.js';
import {Tabs} from '../parts/tabs.js';
import {Timeline} from '../parts/timeline.js';
import {Why} from '../parts/why.js';

const DIALOGS = {cancel: CancelDialog, signal: SignalDialog, priority: PriorityDialog, delay: DelayDialog, retry: RetryDialog, revert: RevertDialog, delete: DeleteDialog, commands: JobCommands};

/** @param {{location: any}} props */
function Container({location}) {
  const run = typeof location.run === 'string' ? location.run : '';
  const kind = String(location.engine ?? '');
  const commands =
    kind === 'docker' || kind === 'podman' ? [`${kind} inspect ${shellQuoted(run)}`, `${kind} logs -f ${shellQuoted(run)}`]
      : kind === 'kubernetes' ? [`kubectl describe job ${shellQuoted(run)}`, `kubectl logs -f job/${shellQuoted(run)}`]
        : kind === 'slurm' ? [`scontrol show job ${shellQuoted(run)}`] : kind === 'process' && run ? [`ps -o pid,etime,args -p ${shellQuoted(run)}`] : [];
  return html`<${Panel} title="Container"><div class="panel-body form"><${Facts} rows=${Object.entries(location).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])} />
    ${run && commands.map((command) => html`<${Command} key=${command} command=${command} />`)}</div></${Panel}>`;
}

/** @param {{job: any, events: any[]}} props */
const Summary = ({job, events}) => html`
  <${Timeline} job=${job} events=${events} />
  ${job.location && html`<${Container} location=${job.location} />`}
  <${Panel} title="Details"><div class="panel-body"><${Facts} rows=${[
    ['Id', html`<span class="job-id"><span class="mono">${job.id.slice(4)}</span><${Copy} text=${job.id} label="Copy the id" /></span>`],
    ['Name', job.name], ['Description', job.description],
    ['Posted', html`<${Time} at=${job.created} />`], ['Started', job.started && html`<${Time} at=${job.started} />`], ['Ended', job.ended && html`<${Time} at=${job.ended} />`],
    ['Due', job['not-before'] && html`<${Time} at=${job['not-before']} />`],
    ['Priority', job.priority], ['Attempts', job.attempt + (job['max-attempts'] ? ' of ' + job['max-attempts'] : '')], ['Failures', job.failures || ''], ['Taken over', job.takeovers || ''],
    ['Timeout', job.timeout && duration(isoMillis(job.timeout))], ['Needs', (job.requires ?? []).join(', ')], ['Unique key', job['unique-key']], ['Mode', job['execution-mode']],
    ['Posted by', job['created-by']], ['Owner', job.origin?.owner], ['Schedule', job.origin?.distribution], ['Retry of', job.origin?.['retry-of'] && html`<${JobId} id=${job.origin['retry-of']} />`],
    ['Parent', job['parent-job'] && html`<${JobId} id=${job['parent-job']} />`],
    ['Tags', job.tags?.length > 0 && html`<span class="tags">${job.tags.map((/** @type {string} */ tag) => html`<a key=${tag} class="tag" href=${jobsUrl(`tags='${tag}'`)}>${tag}</a>`)}</span>`],
    ['Labels', job.labels && html`<span class="tags">${Object.entries(job.labels).map(([key, value]) => html`<span key=${key} class="tag">${key}: ${value}</span>`)}</span>`],
    ['Return code', job['return-code']],
  ]} /></div></${Panel}>`;

/** @param {{job: any}} props */
const Payload = ({job}) => html`
  <${Panel} title="Parameters">${job.payload ? html`<${Json} value=${job.payload} label="the parameters" />` : html`<p class="menu-note">The job has no parameters.</p>`}</${Panel}>
  ${job.result !== undefined && html`<${Panel} title="Result"><${Json} value=${job.result} label="the result" /></${Panel}>`}
  ${job['last-error'] && html`<${Panel} title="Last error"><${Json} value=${String(job['last-error'])} label="the error" /></${Panel}>`}
  ${job.output && html`<${Panel} title="Output"><${Json} value=${String(job.output)} label="the output" /></${Panel}>`}
  ${job.signals && html`<${Panel} title="Signals"><${Json} value=${job.signals} label="the signals" /></${Panel}>`}`;

const EVENT_LOOKS = /** @type {Record<string, any>} */ ({posted: 'queued', started: 'running', resumed: 'running', retried: 'failed', waiting: 'waiting', abandoned: 'cancelled', lost: 'failed', parked: 'waiting', edited: 'queued'});

/** @param {{events: any[]}} props */
const History = ({events}) => events.length === 0 ? html`<${Empty} title="No events" />` : html`
  <${Panel} title="History"><div class="scroll" tabindex="0"><table><thead><tr><th>Event</th><th>Time</th><th class="right">After</th><th>State</th><th class="right">Attempt</th><th>Executor</th><th>Note</th></tr></thead>
  <tbody>${events.map((event, i) => html`<tr key=${event.number}><td><${Mark} look=${EVENT_LOOKS[event.kind] ?? lookOfJob(event).look} label=${event.kind} /></td>
    <td class="num nowrap"><time datetime=${event.at} title=${event.at}>${clock(event.at, true)}</time></td><td class="right nowrap">${i ? '+' + duration(Date.parse(event.at) - Date.parse(events[i - 1].at)) : ''}</td>
    <td><${JobMark} job=${event} /></td><td class="right">${event.attempt}</td><td>${event.owner}</td><td class="wrap">${event.note}</td></tr>`)}</tbody></table></div></${Panel}>`;

/** @param {{job: any}} props */
function Ran({job}) {
  const current = now.use();
  return job.started ? html`<span>ran <strong class="num">${duration((job.ended ? Date.parse(job.ended) : current) - Date.parse(job.started))}</strong></span>` : null;
}

/** @param {{id: string}} props */
export function Job({id}) {
  const name = 'job/' + id;
  const answer = useResource(apiUrl(name));
  const history = useResource(answer.data && may(answer.data, 'history') ? apiUrl(name + '/history') : null);
  const {query} = place.use();
  const [dialog, setDialog] = useState(/** @type {keyof typeof DIALOGS | null} */ (null));
  const job = answer.data;
  const ended = isFinal(job?.state);
  const reload = useThrottled(() => {
    answer.reload();
    history.reload();
  }, 500);
  const streams = Boolean(job && may(job, 'events'));
  useEffect(() => {
    if (!streams || ended) {
      return undefined;
    }
    return openStream(() => apiUrl(name + '/events'), {job: reload, end: reload}, reload);
  }, [name, streams, ended]);
  // Progress and messages are no events, so the document is read again while the job runs.
  useInterval(answer.reload, job?.state === 'RUNNING' ? 1500 : null);
  useTitle(job ? job.action + ' ' + shortId(name) : 'Job');
  const rels = job ? ['cancel', 'signal', 'retry', 'revert', 'edit', 'delete'].filter((rel) => may(job, rel)) : [];
  useKeys({
    Escape: ['Back', () => (globalThis.history.length > 1 ? globalThis.history.back() : go('/jobs'))],
    '.': ['Actions', () => {
      const button = document.querySelector('.job-actions button');
      if (button instanceof HTMLElement) {
        button.focus();
      }
    }],
  });
  const hasFlow = Boolean(job && may(job, 'flow'));
  const sees = Boolean(job && may(job, 'history'));
  const tabs = [
    {name: 'timeline', label: 'Timeline'},
    ...(hasFlow ? [{name: 'flow', label: 'Flow'}] : []),
    ...(sees ? [{name: 'logs', label: 'Logs'}, {name: 'why', label: 'Why'}, {name: 'children', label: 'Children', note: job?.['nested-jobs']?.length || null}, {name: 'payload', label: 'Payload'}, {name: 'history', label: 'History', note: history.data?.events.length ?? null}] : []),
    {name: 'raw', label: 'Raw'},
  ];
  const tab = tabs.some((each) => each.name === query.get('tab')) ? query.get('tab') ?? '' : 'timeline';
  const events = history.data?.events ?? [];
  const Shown = dialog && DIALOGS[dialog];
  const message = job && firstLine((job.state === 'FAILED' && job['last-error']) || job['status-message'] || '');
  return html`<${Answer} of=${answer}>${() => html`
    <header class="job-head">
      <div class="crumb"><a href="/jobs">Jobs</a><span aria-hidden="true">/</span><span class="job-id"><span class="mono" title=${job.id}>${shortId(job.id)}</span><${Copy} text=${job.id} label=${'Copy the id ' + job.id} /></span></div>
      <div class="job-title"><h1>${job.action ?? job.name ?? 'Job'}</h1>${job.name && job.action && html`<span class="muted">${job.name}</span>`}<${JobMark} job=${job} />
        ${job.state === 'RUNNING' && html`<${Progress} percent=${job.progress ?? 0} />`}
        <div class="job-actions">
          ${rels.includes('cancel') && html`<button type="button" class="button" onClick=${() => setDialog('cancel')}>Cancel…</button><button type="button" class="button" onClick=${() => setDialog('signal')}>Signal…</button>`}
          ${rels.includes('retry') && html`<button type="button" class="button" onClick=${() => setDialog('retry')}>${job.state === 'QUEUED' ? 'Make due now…' : 'Retry…'}</button>`}
          ${rels.includes('revert') && html`<button type="button" class="button" onClick=${() => setDialog('revert')}>Undo the flow…</button>`}
          ${job.payload !== undefined && html`<a class="button" href=${'/post?from=' + id}>Edit and repost</a>`}
          <${Popover} align="right" class="icon-button" title="More actions" label=${html`<${Icon} name="more" />`}>${(/** @type {() => void} */ close) => {
            const item = (/** @type {keyof typeof DIALOGS} */ what, /** @type {string} */ text) => html`<button type="button" class="menu-item" onClick=${() => {
              close();
              setDialog(what);
            }}>${text}</button>`;
            return html`${item('commands', 'Commands: baton and curl')}${rels.includes('edit') && !ended && html`${item('priority', 'Priority…')}${item('delay', 'Delay…')}`}${rels.includes('delete') && item('delete', 'Delete…')}`;
          }}</${Popover}>
        </div></div>
      <div class="job-line">
        <span>posted <${Time} at=${job.created} />${job['created-by'] && html` by ${job['created-by'] === session.value?.user ? session.value?.identifier : job['created-by']}`}</span><${Ran} job=${job} />
        ${job.owner && html`<span>on <strong>${job.owner}</strong></span>`}${job.attempt > 1 && html`<span>attempt ${job.attempt}</span>`}${job.takeovers > 0 && html`<span>taken over ${job.takeovers}×</span>`}
        ${job.priority !== undefined && job.priority !== 999 && html`<span>priority ${job.priority}</span>`}${job.origin?.distribution && html`<span>by the schedule ${job.origin.distribution}</span>`}
      </div>
      ${message && html`<p class=${'message s-' + lookOfJob(job).look}>${message}</p>`}
    </header>
    <${Tabs} tabs=${tabs} current=${tab} label="Parts of the job" />
    ${tab === 'timeline' && html`<${Summary} job=${job} events=${events} />`}
    ${tab === 'flow' && html`<${FlowTab} key=${name} job=${job} />`}
    ${tab === 'logs' && html`<${Log} key=${name} job=${job} ended=${ended} />`}
    ${tab === 'why' && html`<${Why} job=${job} />`}
    ${tab === 'children' && html`<${Children} job=${job} />`}
    ${tab === 'payload' && html`<${Payload} job=${job} />`}
    ${tab === 'history' && html`<${History} events=${events} />`}
    ${tab === 'raw' && html`<${Panel} title="Document"><${Json} value=${{...job, payload: parsed(job.payload)}} label="the document" /></${Panel}>`}
    ${Shown && html`<${Shown} job=${job} onClose=${() => setDialog(null)} onDone=${reload} />`}`}</${Answer}>`;
}
