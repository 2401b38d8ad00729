// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {actions, mayPost} from '../lib/catalogue.js';
import {quoted} from '../lib/filter.js';
import {count, shortId} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {jobsUrl} from '../lib/router.js';
import {isCancelling, isFinal, isReverting, lookOfJob} from '../lib/states.js';
import {now} from '../lib/time.js';
import {useInterval, useResource} from '../lib/use.js';
import {useUserName} from '../lib/users.js';
import {Copy, Icon, JobId, Progress, Time} from './basics.js';
import {CopiesOfBulkJob} from './bulk-copies.js';
import {Popover} from './dialog.js';
import {messageOf, RunTime} from './job-facts.js';
import {JobMark, Mark} from './mark.js';

/** @typedef {'cancel' | 'signal' | 'priority' | 'delay' | 'retry' | 'revert' | 'delete' | 'commands'} JobDialog */
/** @typedef {(dialog: JobDialog) => void} OnDialog */

/** @param {{job: any, mayRepost: boolean, onDialog: OnDialog}} props */
const MoreActions = ({job, mayRepost, onDialog}) => html`
  <${Popover} align="right" class="icon-button" title="More actions" label=${html`<${Icon} name="more" />`}>
    ${(/** @type {() => void} */ close) => {
      const item = (/** @type {JobDialog} */ dialog, /** @type {string} */ text) => html`
        <button type="button" class="menu-item" onClick=${() => {
          close();
          onDialog(dialog);
        }}>${text}</button>`;
      return html`
        ${mayRepost && html`<a class="menu-item only-small" href=${'/post?from=' + job.id.slice(4)}>Edit and repost</a>`}
        ${item('commands', 'Commands: baton and curl')}
        ${may(job, 'edit') && !isFinal(job.state) && html`${item('priority', 'Priority…')}${item('delay', 'Delay…')}`}
        ${may(job, 'delete') && item('delete', 'Delete…')}`;
    }}</${Popover}>`;

/**
 * Whether the job waits for a signal. A flow names its signals; another job has left its executor.
 *
 * @param {any} job
 * @param {any} flow
 */
function awaitsASignal(job, flow) {
  if (!may(job, 'signal') || isFinal(job.state)) {
    return false;
  }
  return may(job, 'flow') ? flow?.waiting?.signals?.length > 0 : job.state === 'QUEUED' && job.attempt > 0;
}

/** Whether the flow of a final job has atoms to revert. @param {any} job */
function useHasReverts(job) {
  const wanted = may(job, 'revert');
  const canAsk = wanted && may(job, 'preview-cancel');
  const {data, error} = useResource(canAsk ? apiUrl(job.id + '/preview-cancel') : null);
  return wanted && (!canAsk || error !== null || data?.reverts?.length > 0);
}

/** @param {{job: any, flow: any, onDialog: OnDialog}} props */
function Actions({job, flow, onDialog}) {
  const button = (/** @type {JobDialog} */ dialog, /** @type {string} */ text) => html`
    <button type="button" class="button" onClick=${() => onDialog(dialog)}>${text}</button>`;
  const action = actions.use().find((each) => each.name === job.action);
  const isLater = Date.parse(job['not-before'] ?? '') > now.use();
  const hasReverts = useHasReverts(job);
  const mayRepost = job.payload !== undefined && action !== undefined && mayPost(action);
  return html`<div class="job-actions">
    ${may(job, 'cancel') && button('cancel', 'Cancel…')}
    ${awaitsASignal(job, flow) && button('signal', 'Signal…')}
    ${may(job, 'retry') && (isFinal(job.state) || isLater) && button('retry', isFinal(job.state) ? 'Retry…' : 'Make due now…')}
    ${hasReverts && button('revert', 'Revert the flow…')}
    ${mayRepost && html`<a class="button hide-small" href=${'/post?from=' + job.id.slice(4)}>Edit and repost</a>`}
    <${MoreActions} job=${job} mayRepost=${mayRepost} onDialog=${onDialog} />
  </div>`;
}

const SHOWN_COPIES = 3;

/**
 * The job that this job repeats, and the jobs that repeat it.
 *
 * @param {{job: any}} props
 */
function Copies({job}) {
  const original = job.origin?.['retry-of'];
  const filter = 'origin/retry-of=' + quoted(job.id);
  const query = {filter, orderby: 'created:desc', last: SHOWN_COPIES, select: 'id,state,attempt,parked,not-before'};
  const {data, reload} = useResource(isFinal(job.state) ? apiUrl('job', query) : null);
  const copies = data?.resources ?? [];
  useInterval(reload, copies.some((/** @type {any} */ each) => !isFinal(each.state)) ? 5000 : null);
  return html`
    ${original && html`<span>retry of <${JobId} id=${original} copy=${false} /></span>`}
    ${copies.map((/** @type {any} */ each) => html`<span key=${each.id}>retried as
      ${' '}<${JobId} id=${each.id} copy=${false} /><${JobMark} job=${each} /></span>`)}
    ${data?.count > SHOWN_COPIES && html`<a href=${jobsUrl(filter)}>all ${count(data.count)} retries</a>`}`;
}

/** @param {{job: any}} props */
function Facts({job}) {
  const by = useUserName()(job['created-by']);
  return html`<div class="job-line">
    <span>posted <${Time} at=${job.created} />${by && html` by <span title=${job['created-by']}>${by}</span>`}</span>
    ${job.started && html`<span>${job.state === 'RUNNING' ? 'running for' : 'ran'} <strong class="num"><${RunTime} job=${job} /></strong></span>`}
    ${job.owner && html`<span>on <strong>${job.owner}</strong></span>`}
    ${job.attempt > 1 && html`<span>attempt ${job.attempt}</span>`}
    ${job.takeovers > 0 && html`<span>taken over ${job.takeovers}×</span>`}
    ${job.priority !== undefined && job.priority !== 999 && html`<span>priority ${job.priority}</span>`}
    ${job.origin?.distribution && html`<span>by the schedule ${job.origin.distribution}</span>`}
    <${Copies} job=${job} /><${CopiesOfBulkJob} job=${job} />
  </div>`;
}

/** The atoms of a flow tell its progress, unless the flow reports one. @param {any} job */
const isFlowWithoutProgress = (job) => may(job, 'flow') && !job.progress;

/**
 * The head of the page of a job: what it is, its state, and what can be done with it.
 *
 * @param {{job: any, flow: any, onDialog: OnDialog}} props flow: the flow of a job that has not ended
 */
export function JobHead({job, flow, onDialog}) {
  const message = messageOf(job);
  const reverts = job.state === 'RUNNING' && !isCancelling(job) && isReverting(flow);
  return html`<header class="job-head">
    <div class="crumb"><a href="/jobs">Jobs</a><span aria-hidden="true">/</span>
      <span class="job-id"><span class="mono" title=${job.id}>${shortId(job.id)}</span>
        <${Copy} text=${job.id} label=${'Copy the id ' + job.id} /></span></div>
    <div class="job-title"><h1>${job.action ?? job.name ?? 'Job'}</h1>
      ${job.name && job.action && html`<span class="muted">${job.name}</span>`}${reverts ? html`<${Mark} look="reverting" label="reverting" />` : html`<${JobMark} job=${job} />`}
      ${job.state === 'RUNNING' && !isCancelling(job) && !reverts && !isFlowWithoutProgress(job) && html`<${Progress} percent=${job.progress ?? 0} />`}
      <${Actions} job=${job} flow=${flow} onDialog=${onDialog} /></div>
    <${Facts} job=${job} />
    ${message && html`<p class=${'message s-' + lookOfJob(job).look}>${message}</p>`}
  </header>`;
}
