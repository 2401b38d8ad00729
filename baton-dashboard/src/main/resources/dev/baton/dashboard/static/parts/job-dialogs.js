// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The dialogs that change one job. */

import {html, useEffect, useState} from '../lib/html.js';
import {apiUrl, post, put, remove} from '../lib/api.js';
import {quoted} from '../lib/filter.js';
import {counted, isWhole, shortId} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {go, jobUrl} from '../lib/router.js';
import {isCancelling, isFinal, LEAST_URGENT, lookOfJob} from '../lib/states.js';
import {toast} from '../lib/toast.js';
import {useInterval, useResource} from '../lib/use.js';
import {Problem, SendProblem} from './basics.js';
import {Confirm, Dialog} from './dialog.js';
import {Mark} from './mark.js';

/** Says that there is nothing to cancel any more. @param {{job: any, onClose: () => void}} props */
function EndedJob({job, onClose}) {
  const [reverts, setReverts] = useState(false);
  return reverts ? html`<${RevertDialog} job=${job} onClose=${onClose} />` : html`
    <${Dialog} title=${'Cancel job ' + shortId(job.id)} onClose=${onClose}>
      <div class="dialog-text"><p role="status">The job has ended: it is ${lookOfJob(job).label}. It can no longer be cancelled.</p></div>
      <footer class="dialog-foot">
        ${may(job, 'revert') && html`<button type="button" class="button" onClick=${() => setReverts(true)}>Revert the flow…</button>`}
        <button type="button" class="button" onClick=${onClose}>Close</button></footer></${Dialog}>`;
}

/** The atoms that can be reverted, in the order of the revert. @param {any} preview */
const revertsOf = (preview) => (preview?.reverts ?? []).filter((/** @type {any} */ each) => each['has-revert']);

/**
 * What a revert would undo, and what would stay.
 *
 * @param {{preview: any, isRequested?: boolean}} props isRequested: whether the revert was requested already
 */
function Reverts({preview, isRequested = false}) {
  const reverts = revertsOf(preview);
  const kept = preview['without-revert'] ?? [];
  return html`
    ${reverts.length > 0 ? html`<p>These atoms ${isRequested ? 'are still to be reverted' : 'would be reverted'}, in this order:</p><ol class="reverts">${reverts.map((/** @type {any} */ each, /** @type {number} */ i) => html`<li key=${each.atom} class="list-line"><span class="num muted">${i + 1}.</span><${Mark} look="reverting" label="revert" /><span class="mono">${each.atom}</span></li>`)}</ol>` : html`<p>${isRequested ? 'No atom is left to revert.' : 'No atom has run that can be reverted.'}</p>`}
    ${kept.length > 0 && html`<p>${counted(kept.length, 'atom')} cannot be reverted; the effects stay: <span class="mono">${kept.join(', ')}</span></p>`}`;
}

/** @param {{job: any, onClose: () => void, onDone: () => void}} props */
export const CancelDialog = (props) =>
  isFinal(props.job.state) ? html`<${EndedJob} ...${props} />` : html`<${CancelLiveJob} ...${props} />`;

/** @param {{job: any, onClose: () => void, onDone: () => void}} props */
function CancelLiveJob({job, onClose, onDone}) {
  const hasPreview = may(job, 'preview-cancel');
  const preview = useResource(hasPreview ? apiUrl(job.id + '/preview-cancel') : null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  // No stream announces that an atom has ended, and each one changes what the cancel would revert.
  useInterval(preview.reload, hasPreview && !busy ? 1000 : null);
  useEffect(() => {
    preview.reload();
  }, [job.revision]);
  const run = async (/** @type {object | undefined} */ body, /** @type {string} */ done) => {
    setBusy(true);
    try {
      await post(job.id + '/cancel', body);
      toast(done);
      onClose();
      onDone();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const reverts = revertsOf(preview.data);
  const reverting = reverts.length > 0;
  const isRequested = isCancelling(job);
  return html`<${Dialog} title=${'Cancel job ' + shortId(job.id)} onClose=${onClose}>
    <div class="dialog-text">
      ${isRequested && html`<p role="status">The cancel was requested already. The flow reverts what it has done, then the job ends.</p>`}
      ${!hasPreview && html`<p>The job ends in state cancelled. ${job.state === 'RUNNING' ? 'Its executor interrupts it now; what it has done so far stays.' : 'It has not started.'}</p>`}
      ${hasPreview && preview.data && html`<${Reverts} preview=${preview.data} isRequested=${isRequested} />`}
      <${SendProblem} error=${error} onReconnect=${() => setError(null)} />
      <${Problem} error=${error ? null : preview.error} />
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button" onClick=${onClose}>${isRequested ? 'Close' : 'Do not cancel'}</button>
      ${reverting && html`<button type="button" class="button" disabled=${busy} onClick=${() => run({revert: false}, 'Job cancelled; the effects of its atoms stay')}>${isRequested ? 'Stop the revert and keep' : 'Cancel and keep'} ${counted(reverts.length, 'atom')}</button>`}
      ${!isRequested && html`<button type="button" class="button primary" disabled=${busy || (hasPreview && !preview.data && !preview.error)} onClick=${() => run(reverting ? {revert: true} : undefined, reverting ? 'Job is being cancelled; its flow reverts what it has done' : 'Job cancelled')}>${reverting ? 'Cancel and revert ' + counted(reverts.length, 'atom') : 'Cancel the job'}</button>`}
    </footer></${Dialog}>`;
}

/** @param {{job: any, onClose: () => void, onDone: () => void}} props */
export function SignalDialog({job, onClose, onDone}) {
  const flow = useResource(may(job, 'flow') ? apiUrl(job.id + '/flow') : null);
  const awaited = flow.data?.waiting?.signals ?? [];
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const chosen = name || awaited[0] || '';
  return html`<${Confirm} title="Send a signal" verb="Send the signal" onClose=${onClose} onConfirm=${async () => {
      /** @type {Record<string, unknown>} */
      const body = {name: chosen};
      if (value.trim()) {
        try {
          body.value = JSON.parse(value);
        } catch {
          throw new Error('The value is not valid JSON. A text needs quotes: "yes"');
        }
      }
      await post(job.id + '/signal', body);
      toast('Signal “' + chosen + '” sent');
      onDone();
    }}>
    <p>A job that waits for the signal continues at once. ${awaited.length ? 'The flow waits for: ' + awaited.join(', ') + '.' : ''}</p>
    <label class="field"><span>Name</span><input value=${chosen} required onInput=${(/** @type {any} */ event) => setName(event.target.value)} /></label>
    <label class="field"><span>Value, as JSON</span><textarea placeholder="true" value=${value} onInput=${(/** @type {any} */ event) => setValue(event.target.value)}></textarea></label>
  </${Confirm}>`;
}

const MINUTES_OF_A_YEAR = 525600;

/** @param {{job: any, onClose: () => void, onDone: () => void}} props */
export function PriorityDialog({job, onClose, onDone}) {
  const before = job.priority ?? LEAST_URGENT;
  const [priority, setPriority] = useState(String(before));
  const valid = isWhole(priority, LEAST_URGENT);
  return html`<${Confirm} title="Priority" verb=${valid ? 'Set the priority to ' + priority : 'Set the priority'} invalid=${!valid} onClose=${onClose} onConfirm=${async () => {
      await put(job.id, {priority: Number(priority)});
      toast('Priority set to ' + priority, {undo: () => put(job.id, {priority: before}).then(onDone, () => {})});
      onDone();
    }}><label class="field"><span>0 is most urgent, 999 least</span><input type="number" min="0" max=${LEAST_URGENT} value=${priority} onInput=${(/** @type {any} */ event) => setPriority(event.target.value)} /></label></${Confirm}>`;
}

/** @param {{job: any, onClose: () => void, onDone: () => void}} props */
export function DelayDialog({job, onClose, onDone}) {
  const [minutes, setMinutes] = useState('10');
  const valid = isWhole(minutes, MINUTES_OF_A_YEAR);
  return html`<${Confirm} title="Delay" verb=${valid ? 'Delay by ' + minutes + ' minutes' : 'Delay'} invalid=${!valid} onClose=${onClose} onConfirm=${async () => {
      const due = new Date(Date.now() + Number(minutes) * 60000).toISOString();
      await put(job.id, {'not-before': due});
      toast('Job delayed by ' + minutes + ' minutes');
      onDone();
    }}><label class="field"><span>Minutes from now</span><input type="number" min="0" max=${MINUTES_OF_A_YEAR} value=${minutes} onInput=${(/** @type {any} */ event) => setMinutes(event.target.value)} /></label></${Confirm}>`;
}

/** @param {{job: any, onClose: () => void}} props */
export function RetryDialog({job, onClose}) {
  const {data} = useResource(isFinal(job.state) ? apiUrl('job', {filter: 'origin/retry-of=' + quoted(job.id), orderby: 'created:desc', last: 1, select: 'id,state,attempt,parked,not-before'}) : null);
  const copy = data?.resources[0];
  return html`<${Confirm} title=${'Retry job ' + shortId(job.id)} verb="Retry 1 job" onClose=${onClose} onConfirm=${async () => {
    const answer = await post(job.id + '/retry');
    const made = answer['resource-id'];
    toast(made === job.id ? 'Job is due now' : 'Job posted again as ' + shortId(made));
    go(jobUrl(made));
  }}><p>${job.state === 'QUEUED' ? 'The next attempt starts now instead of later.' : 'A new job with the same parameters is posted. This job stays as it is.'}</p>
    ${copy && html`<p role="alert">It was posted again before, as ${shortId(copy.id)}, which is ${lookOfJob(copy).label}.</p>`}</${Confirm}>`;
}

/** @param {{job: any, onClose: () => void}} props */
export function RevertDialog({job, onClose}) {
  const preview = useResource(may(job, 'preview-cancel') ? apiUrl(job.id + '/preview-cancel') : null);
  const reverts = revertsOf(preview.data).length;
  const verb = reverts > 0 ? 'Revert ' + counted(reverts, 'atom') : 'Revert the flow';
  return html`<${Confirm} title="Revert the flow" verb=${verb} onClose=${onClose} onConfirm=${async () => {
    const made = (await post(job.id + '/revert'))['resource-id'];
    toast('Job ' + shortId(made) + ' reverts the flow');
    go(jobUrl(made, {tab: 'flow'}));
  }}><p>A new job reverts the finished atoms of this flow.</p>${preview.data && html`<${Reverts} preview=${preview.data} />`}</${Confirm}>`;
}

/** @param {{job: any, onClose: () => void}} props */
export const DeleteDialog = ({job, onClose}) => html`<${Confirm} title=${'Delete job ' + shortId(job.id)} verb="Delete 1 job" keep="Keep the job" onClose=${onClose} onConfirm=${async () => {
    await remove(job.id);
    toast('Job ' + shortId(job.id) + ' deleted');
    go('/jobs');
  }}><p>The job, its log and its history are deleted. This cannot be undone.</p></${Confirm}>`;
