// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {counted} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {jobUrl} from '../lib/router.js';
import {isCancelling, isFinal, isReverting} from '../lib/states.js';
import {useInterval, useResource} from '../lib/use.js';
import {Shape} from './mark.js';

/** The most atoms that the note names. */
const NAMED = 3;

/** @param {any[]} atoms */
function named(atoms) {
  const rest = atoms.length - NAMED;
  return html`${atoms.slice(0, NAMED).map((atom, i) => html`${i > 0 && ', '}<strong class="mono">${atom.name}</strong>`)}${
    rest > 0 && ' and ' + counted(rest, 'other')}`;
}

/**
 * The flow of a job that has not ended, which is read again while it can change.
 *
 * @param {any} job
 */
export function useRunningFlow(job) {
  const wanted = Boolean(job) && !isFinal(job.state) && may(job, 'flow');
  const {data, reload} = useResource(wanted ? apiUrl(job.id + '/flow') : null);
  const size = (data?.atoms ?? []).length;
  const reverts = wanted && (isCancelling(job) || isReverting(data));
  useInterval(reload, wanted ? (reverts ? 1500 + size : 3000 + 2 * size) : null);
  useEffect(() => {
    reload();
  }, [job?.revision]);
  return wanted ? data : undefined;
}

/** What the flow of a job does instead of its work; empty if it does its work. @param {any} job @param {any} flow */
function titleOf(job, flow) {
  if (isCancelling(job)) {
    return may(job, 'flow') ? 'Cancelling: reverting' : 'Cancelling';
  }
  return job.state === 'RUNNING' && isReverting(flow) ? 'Reverting' : '';
}

/**
 * Says which atoms of a flow are being reverted, and how many are still to revert.
 *
 * @param {{job: any, flow: any}} props
 */
export function Reverting({job, flow}) {
  const title = titleOf(job, flow);
  if (!title) {
    return null;
  }
  const atoms = (flow?.atoms ?? []).filter((/** @type {any} */ each) => each.intention === 'REVERT');
  const inState = (/** @type {string[]} */ ...states) => atoms.filter((/** @type {any} */ each) => states.includes(each.state));
  const [now, left, done] = [inState('REVERTING'), inState('SUCCESS', 'FAILURE'), inState('REVERTED')];
  const tail = [left.length > 0 && counted(left.length, 'atom') + ' still to revert', done.length > 0 && counted(done.length, 'atom') + ' reverted'];
  return html`<p class="why-note s-reverting" role="status"><${Shape} look="reverting" />
    <span><strong>${title}${now.length > 0 ? ' ' : '.'}</strong>${now.length > 0 && named(now)}${
      tail.filter(Boolean).length > 0 && html`<span>${now.length > 0 ? '; ' : ' '}${tail.filter(Boolean).join(', ')}</span>`}</span>
    ${flow && html`<a href=${jobUrl(job.id, {tab: 'flow'})}>Flow</a>`}</p>`;
}
