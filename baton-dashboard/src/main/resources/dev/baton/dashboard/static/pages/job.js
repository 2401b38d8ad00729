// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useState} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {parsed, shortId} from '../lib/format.js';
import {lastOpened} from '../lib/job-pages.js';
import {JOB_KEYS, useKeys} from '../lib/keys.js';
import {may} from '../lib/operations.js';
import {go, place, setQuery} from '../lib/router.js';
import {zone} from '../lib/preferences.js';
import {CANCEL, isFinal, lookOfJob} from '../lib/states.js';
import {openStream} from '../lib/stream.js';
import {absolute, clock, duration, inZone} from '../lib/time.js';
import {useInterval, useResource, useThrottled, useTitle} from '../lib/use.js';
import {useUserName} from '../lib/users.js';
import {Answer, Empty, Panel} from '../parts/basics.js';
import {Children} from '../parts/children.js';
import {JobCommands} from '../parts/commands.js';
import {
  CancelDialog, DelayDialog, DeleteDialog, PriorityDialog, RetryDialog, RevertDialog, SignalDialog,
} from '../parts/job-dialogs.js';
import {FlowTab} from '../parts/flow.js';
import {JobHead} from '../parts/job-head.js';
import {Summary} from '../parts/job-summary.js';
import {Json} from '../parts/json.js';
import {Log} from '../parts/log.js';
import {JobMark, Mark} from '../parts/mark.js';
import {isMissing, MissingJob} from '../parts/missing-job.js';
import {Tabs} from '../parts/tabs.js';
import {Reverting, useRunningFlow} from '../parts/reverting.js';
import {Why, WhyNote} from '../parts/why.js';

const DIALOGS = {
  cancel: CancelDialog,
  signal: SignalDialog,
  priority: PriorityDialog,
  delay: DelayDialog,
  retry: RetryDialog,
  revert: RevertDialog,
  delete: DeleteDialog,
  commands: JobCommands,
};

/** @param {{title: string, value: any, label: string}} props */
const Value = ({title, value, label}) => html`
  <${Panel} title=${title}><${Json} value=${value} label=${label} /></${Panel}>`;

/** @param {{job: any}} props */
const Payload = ({job}) => html`
  ${job.payload ? html`<${Value} title="Parameters" value=${job.payload} label="the parameters" />` : html`
    <${Panel} title="Parameters"><p class="menu-note">The job has no parameters.</p></${Panel}>`}
  ${job.result !== undefined && html`<${Value} title="Result" value=${job.result} label="the result" />`}
  ${job['last-error'] && html`<${Value} title="Last error" value=${String(job['last-error'])} label="the error" />`}
  ${job.output && html`<${Value} title="Output" value=${String(job.output)} label="the output" />`}
  ${job.signals && html`<${Value} title="Signals" value=${job.signals} label="the signals" />`}`;

/** @type {Record<string, any>} */
const EVENT_LOOKS = {
  posted: 'queued',
  started: 'running',
  resumed: 'running',
  retried: 'failed',
  waiting: 'waiting',
  abandoned: 'cancelled',
  lost: 'failed',
  parked: 'waiting',
  edited: 'queued',
};

/**
 * The history with the request to cancel the job, which the job stores as a signal and not as an event.
 *
 * @param {any} job
 * @param {any[]} events
 */
function withCancel(job, events) {
  const {at, by} = job.signals?.[CANCEL] ?? {};
  if (!at) {
    return events;
  }
  const next = events.findIndex((event) => Date.parse(event.at) > Date.parse(at));
  const place = next < 0 ? events.length : next;
  const {state, attempt, owner} = events[place - 1] ?? {};
  const request = {number: CANCEL, kind: 'cancel requested', at, by, state, attempt, owner, signals: job.signals};
  return [...events.slice(0, place), request, ...events.slice(place)];
}

/** @param {{event: any, before: any}} props before: the event before, if there is one */
function EventRow({event, before}) {
  const by = useUserName()(event.by);
  zone.use();
  return html`<tr>
  <td><${Mark} look=${EVENT_LOOKS[event.kind] ?? lookOfJob(event).look} label=${event.kind} /></td>
  <td class="num nowrap"><time datetime=${event.at} title=${absolute(event.at)}>${clock(event.at, true)}</time></td>
  <td class="right nowrap">${before ? '+' + duration(Date.parse(event.at) - Date.parse(before.at)) : ''}</td>
  <td><${JobMark} job=${event} /></td>
  <td class="right" data-label="attempt">${event.attempt}</td><td class="nowrap" data-label=${event.owner ? 'on' : undefined}>${event.owner}</td>
  <td class="wrap">${by ? html`<span title=${event.by}>by ${by}</span>` : inZone(event.note)}</td></tr>`;
}

/** @param {{events: any[]}} props */
const History = ({events}) => events.length === 0 ? html`<${Empty} title="No events" />` : html`
  <${Panel} title="History"><div class="scroll" tabindex="0"><table class="stack">
    <thead><tr><th>Event</th><th>Time</th><th class="right">After</th><th>State</th><th class="right">Attempt</th>
      <th>Executor</th><th>Note</th></tr></thead>
    <tbody>${events.map((event, i) => html`
      <${EventRow} key=${event.number} event=${event} before=${events[i - 1]} />`)}</tbody></table></div></${Panel}>`;

/**
 * The document and the events of a job, which follow its changes.
 *
 * @param {string} name
 */
function useJob(name) {
  const answer = useResource(apiUrl(name));
  const job = answer.data;
  const history = useResource(job && may(job, 'history') ? apiUrl(name + '/history') : null);
  const reload = () => Promise.all([answer.reload(), history.reload()]);
  const refresh = useThrottled(reload, 500);
  const streams = Boolean(job && may(job, 'events'));
  const ended = isFinal(job?.state);
  useEffect(() => {
    if (!streams || ended) {
      return undefined;
    }
    return openStream(() => apiUrl(name + '/events'), {job: refresh, end: refresh}, refresh);
  }, [name, streams, ended]);
  // Progress and messages are no events, so the document is read again while the job runs.
  useInterval(answer.reload, job?.state === 'RUNNING' ? 1500 : null);
  return {answer, job, events: history.data?.events, reload};
}

/**
 * The tabs that a user may see.
 *
 * @param {any} job
 * @param {any[] | undefined} events
 */
function tabsOf(job, events) {
  const logs = [
    {name: 'logs', label: 'Logs'},
    {name: 'why', label: 'Why'},
    {name: 'children', label: 'Children', note: job['nested-jobs']?.length || null},
    {name: 'payload', label: 'Payload'},
    {name: 'history', label: 'History', note: events?.length ?? null},
  ];
  return [
    {name: 'timeline', label: 'Timeline'},
    ...(may(job, 'flow') ? [{name: 'flow', label: 'Flow'}] : []),
    ...(may(job, 'history') ? logs : []),
    {name: 'raw', label: 'Raw'},
  ];
}

/** The document with the parameters as an object, if the user may see them. @param {any} job */
const documentOf = (job) => (job.payload === undefined ? job : {...job, payload: parsed(job.payload)});

/** @param {{tab: string, job: any, events: any[], history: any[]}} props history: the events with the request of a cancel */
function Tab({tab, job, events, history}) {
  switch (tab) {
    case 'flow':
      return html`<${FlowTab} key=${job.id} job=${job} />`;
    case 'logs':
      return html`<${Log} key=${job.id} job=${job} ended=${isFinal(job.state)} />`;
    case 'why':
      return html`<${Why} job=${job} events=${events} />`;
    case 'children':
      return html`<${Children} job=${job} />`;
    case 'payload':
      return html`<${Payload} job=${job} />`;
    case 'history':
      return html`<${History} events=${history} />`;
    case 'raw':
      return html`<${Value} title="Document" value=${documentOf(job)} label="the document" />`;
    default:
      return html`<${Summary} job=${job} events=${events} />`;
  }
}

function focusActions() {
  const button = document.querySelector('.job-actions button');
  if (button instanceof HTMLElement) {
    button.focus();
  }
}

/** Goes one step back: from an atom to its flow, and from the job to the page before. */
function leave() {
  if (place.value.query.get('atom')) {
    setQuery({atom: null});
  } else if (history.length > 1) {
    history.back();
  } else {
    go('/jobs');
  }
}

/** @param {{id: string}} props */
export function Job({id}) {
  const {answer, job, events, reload} = useJob('job/' + id);
  const {query} = place.use();
  const [dialog, setDialog] = useState(/** @type {keyof typeof DIALOGS | null} */ (null));
  useEffect(() => lastOpened.set('job/' + id), [id]);
  useTitle(job ? job.action + ' ' + shortId(job.id) : 'Job');
  useKeys({
    Escape: [JOB_KEYS.Escape, leave],
    '.': [JOB_KEYS['.'], focusActions],
  });
  const flow = useRunningFlow(job);
  const Shown = dialog && DIALOGS[dialog];
  if (isMissing(answer.error)) {
    return html`<${MissingJob} error=${answer.error} />`;
  }
  return html`<${Answer} of=${answer}>${() => {
    const history = events && withCancel(job, events);
    const tabs = tabsOf(job, history);
    const tab = tabs.some((each) => each.name === query.get('tab')) ? query.get('tab') : 'timeline';
    return html`
      <${JobHead} job=${job} flow=${flow} onDialog=${setDialog} />
      <${Reverting} job=${job} flow=${flow} />
      ${tab !== 'why' && html`<${WhyNote} job=${job} />`}
      <${Tabs} tabs=${tabs} current=${tab} label="Parts of the job" />
      <${Tab} tab=${tab} job=${job} events=${events ?? []} history=${history ?? []} />
      ${Shown && html`<${Shown} job=${job} onClose=${() => setDialog(null)} onDone=${reload} />`}`;
  }}</${Answer}>`;
}
