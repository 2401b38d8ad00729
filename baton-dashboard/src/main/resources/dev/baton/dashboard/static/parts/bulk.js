// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {apiUrl, ApiError, bulk, get} from '../lib/api.js';
import {copiesFilter, countsOf} from '../lib/bulk-result.js';
import {countRetried} from '../lib/copies.js';
import {count, counted, isWhole} from '../lib/format.js';
import {jobsUrl, jobUrl} from '../lib/router.js';
import {isFinal, JOB_STATES, LEAST_URGENT, lookOfJob} from '../lib/states.js';
import {useInterval, useResource} from '../lib/use.js';
import {toast} from '../lib/toast.js';
import {Progress, SendProblem} from './basics.js';
import {BulkCopies} from './bulk-copies.js';
import {Dialog} from './dialog.js';
import {Shape} from './mark.js';

/**
 * What the operations are called.
 *
 * @type {Record<'retry' | 'cancel' | 'priority' | 'delete', {verb: string, done: string, rel: string, keep?: string}>}
 */
export const OPERATIONS = {
  retry: {verb: 'Retry', done: 'posted again', rel: 'retry'},
  cancel: {verb: 'Cancel', done: 'cancelled', rel: 'cancel', keep: 'Keep them as they are'},
  priority: {verb: 'Change the priority of', done: 'given the new priority', rel: 'edit'},
  delete: {verb: 'Delete', done: 'deleted', rel: 'delete', keep: 'Keep them as they are'},
};

/** The filter of jobs that the user has selected one by one, which tells nothing. */
const SELECTED = /^id=\[[^\]]*\]$/;

/**
 * What waits for an executor if none is alive.
 *
 * @type {Record<'retry' | 'cancel' | 'priority' | 'delete', string>}
 */
const WAITING = {
  retry: 'the copies wait until one starts',
  cancel: 'flows are not reverted until one starts',
  priority: '',
  delete: 'a large number of jobs is deleted when one starts',
};

/**
 * Says that jobs were retried before.
 *
 * @param {{retried: number, checked: number}} before
 * @param {number} matched the number of jobs that would be retried now
 */
const retriedText = ({retried, checked}, matched) =>
  (retried === matched ? (matched === 1 ? 'This job was' : 'All of these jobs were')
    : count(retried) + ' of ' + (checked < matched ? 'the newest ' + count(checked) : 'these') + ' jobs ' + (retried === 1 ? 'was' : 'were')) +
  ' posted again before. A further copy of each is posted.';

/** @param {{states: Record<string, number>}} props */
const States = ({states}) => html`<ul class="tags">${JOB_STATES.filter((each) => states[each.state])
  .map((each) => html`<li key=${each.state} class="tag"><${Shape} look=${each.look} /><span class="num">${count(states[each.state])}</span> <span>${each.label}</span></li>`)}</ul>`;

/**
 * How many jobs an operation has changed.
 *
 * @param {any} result the counts of the server
 * @param {string} done what was done with the jobs
 */
function summaryOf(result, done) {
  const changed = result?.success_count ?? 0;
  const all = result?.total_actions ?? changed;
  return (changed === all ? '' : count(changed) + ' of ') + counted(all, 'job') + ' ' + done;
}

/**
 * What the bulk job does, in its own words if it has said something.
 *
 * @param {any} job
 * @param {string} done the change in the past tense, such as "posted again"
 */
function statusOf(job, done) {
  const counts = countsOf(job);
  if (counts) {
    return summaryOf(counts, done);
  }
  if (job?.['status-message']) {
    return job['status-message'];
  }
  if (!job || job.state === 'QUEUED') {
    return 'The bulk job is queued: it waits for an executor.';
  }
  return job.state === 'RUNNING'
    ? 'The bulk job is running. It reports its first counts soon.'
    : 'The bulk job is ' + lookOfJob(job).label + '.';
}

/** How much of a bulk job is done. @param {any} job */
const percentOf = (job) => (job?.state === 'SUCCESS' ? 100 : job?.progress ?? 0);

/** @param {{job: string, done: string, onEnd: (job: any) => void}} props */
function BulkProgress({job, done, onEnd}) {
  const [document, setDocument] = useState(/** @type {any} */ (null));
  // Two reads may overlap; only the first one that finds the end reports it.
  const ended = useRef(false);
  const read = async () => {
    const current = await get(job, {select: 'id,state,attempt,parked,progress,status-message,result,created,ended'}).catch(() => null);
    if (current && !ended.current) {
      setDocument(current);
      ended.current = isFinal(current.state);
      if (ended.current) {
        onEnd(current);
      }
    }
  };
  useEffect(() => {
    read();
  }, [job]);
  // The stream announces no progress, only changes of the state.
  useInterval(read, document && isFinal(document.state) ? null : 700);
  return html`<p role="status" class="bulk-progress"><${Progress} percent=${percentOf(document)} /></p>
    <p>${statusOf(document, done)}</p>
    <p><a href=${jobUrl(job)}>Open the bulk job</a>${document && isFinal(document.state) ? '' : '; it continues when you close this window'}.</p>`;
}

/**
 * Changes many jobs: counts first, names the number, then shows the progress.
 *
 * @param {{operation: keyof typeof OPERATIONS, filter: string, onClose: (changed: boolean) => void}} props
 */
export function BulkDialog({operation, filter, onClose}) {
  const words = OPERATIONS[operation];
  const [dry, setDry] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const [revert, setRevert] = useState(true);
  const [priority, setPriority] = useState('100');
  const [job, setJob] = useState('');
  const [outcome, setOutcome] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const body = () => ({
    filter,
    max: 1000000,
    ...(operation === 'cancel' ? {revert} : {}),
    ...(operation === 'priority' ? {priority: Number(priority)} : {}),
  });
  const executors = useResource(operation === 'priority' ? null : apiUrl('executor', {select: 'alive,slots', last: 1000}));
  const canRun = (executors.data?.resources ?? null)?.some((/** @type {any} */ each) => each.alive && each.slots > 0) ?? true;
  const countJobs = () => bulk(operation, {...body(), 'dry-run': true});
  const [before, setBefore] = useState({retried: 0, checked: 0});
  useEffect(() => {
    countJobs().then((counted) => {
      setDry(counted);
      if (operation === 'retry') {
        countRetried(filter, counted['selected-states']).then(setBefore, () => {});
      }
    }, setError);
  }, []);
  /** Asks again with the new number if more jobs match since the count. */
  const explain = async (/** @type {Error} */ problem) => {
    const recount = problem instanceof ApiError && problem.status === 400 ? await countJobs() : dry;
    if (recount.matched <= dry.matched) {
      throw problem;
    }
    setDry({...recount, grown: true});
  };
  const announce = (/** @type {any} */ counts, /** @type {any} */ ended, /** @type {boolean} */ bad) => {
    const copies = operation === 'retry' ? copiesFilter(counts, ended) : null;
    const text = counts ? summaryOf(counts, words.done) : 'the bulk job ' + lookOfJob(ended).label;
    toast(text, {bad, ...(copies ? {link: jobsUrl(copies), linkText: 'Show the new jobs'} : {})});
  };
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      const answer = await bulk(operation, {...body(), max: Math.max(1, dry.matched)});
      if (answer.location) {
        setJob(answer.location);
      } else {
        setOutcome(answer.result);
        announce(answer.result, null, false);
      }
    } catch (problem) {
      await explain(problem).catch(setError);
    }
    setBusy(false);
  };
  const onEnd = (/** @type {any} */ ended) => {
    setOutcome(ended);
    announce(countsOf(ended), ended, ended.state !== 'SUCCESS');
  };
  const verb = dry ? words.verb + ' ' + counted(dry.matched, 'job') : words.verb;
  const close = () => onClose(job !== '' || outcome !== null);
  return html`<${Dialog} title=${words.verb + ' jobs'} onClose=${close}>
    <div class="dialog-text">
      ${!dry && !error && html`<p role="status">The server counts the jobs…</p>`}
      ${dry && !job && !outcome && html`
        <p>${dry.matched === 0 ? 'No selected job is in a state that allows this: ' + dry['selected-states'].join(', ').toLowerCase() + '.' : html`<strong>${counted(dry.matched, 'job')}</strong> will be ${words.done}. Nothing has changed yet.`}</p>
        ${dry.grown && html`<p role="alert">More jobs match since they were counted: now ${count(dry.matched)} match.</p>`}
        <${States} states=${dry.states} />
        ${filter && !SELECTED.test(filter) && html`<p class="muted">They match <code>${filter}</code></p>`}
        ${!canRun && html`<p role="alert">No executor is alive${dry.matched > 0 ? ': ' + WAITING[operation] : ''}.</p>`}
        ${operation === 'cancel' && html`<label class="check"><input type="checkbox" checked=${revert} onChange=${(/** @type {any} */ event) => setRevert(event.target.checked)} /><span>Flows revert their finished atoms before they end. Without this, the effects of these atoms stay.</span></label>`}
        ${operation === 'priority' && html`<label class="field"><span>Priority, 0 to 999; 0 is most urgent</span><input type="number" min="0" max=${LEAST_URGENT} value=${priority} onInput=${(/** @type {any} */ event) => setPriority(event.target.value)} /></label>`}
        ${before.retried > 0 && html`<p role="alert">${retriedText(before, dry.matched)}</p>`}
        ${operation === 'retry' && html`<p>The selected jobs that have ended stay as they are; copies of them are posted.</p>`}
        ${operation === 'delete' && html`<p>Their logs and history are deleted too. This cannot be undone.</p>`}`}
      ${job && html`<${BulkProgress} job=${job} done=${words.done} onEnd=${onEnd} />`}
      ${outcome && !job && html`<p>${summaryOf(outcome, words.done)}.</p>`}
      ${outcome && job && outcome.state && html`<p>${outcome.state === 'SUCCESS' ? 'Done.' : 'The bulk job is ' + lookOfJob(outcome).label + '.'}</p>`}
      ${outcome && operation === 'retry' && html`<p><${BulkCopies} counts=${job ? countsOf(outcome) : outcome} job=${job ? outcome : null} onOpen=${close} /></p>`}
      <${SendProblem} error=${error} onReconnect=${() => setError(null)} />
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button" onClick=${close}>${job || outcome ? 'Close' : words.keep ?? 'Cancel'}</button>
      ${!job && !outcome && html`<button type="button" class="button primary" disabled=${busy || !dry?.matched || (operation === 'priority' && !isWhole(priority, LEAST_URGENT))} onClick=${run}>${verb}</button>`}
    </footer></${Dialog}>`;
}
