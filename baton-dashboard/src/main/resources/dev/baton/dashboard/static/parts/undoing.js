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
  const isUndoing = wanted && (isCancelling(job) || isReverting(data));
  useInterval(reload, wanted ? (isUndoing ? 1500 + size : 3000 + 2 * size) : null);
  useEffect(() => {
    reload();
  }, [job?.revision]);
  return wanted ? data : undefined;
}

/**
 * Says which atoms of a flow are being undone, and how many are still to undo.
 *
 * @param {{job: any, flow: any}} props
 */
export function Undoing({job, flow}) {
  const verb = isCancelling(job) ? 'Cancelling' : job.state === 'RUNNING' && isReverting(flow) ? 'Reverting' : '';
  if (!verb) {
    return null;
  }
  const atoms = (flow?.atoms ?? []).filter((/** @type {any} */ each) => each.intention === 'REVERT');
  const inState = (/** @type {string[]} */ ...states) => atoms.filter((/** @type {any} */ each) => states.includes(each.state));
  const [now, left, done] = [inState('REVERTING'), inState('SUCCESS', 'FAILURE'), inState('REVERTED')];
  const tail = [left.length > 0 && counted(left.length, 'atom') + ' still to undo', done.length > 0 && counted(done.length, 'atom') + ' undone'];
  return html`<p class="why-note s-reverting" role="status"><${Shape} look="reverting" />
    <span><strong>${verb}${now.length > 0 ? ', undoing ' : '.'}</strong>${now.length > 0 && named(now)}${
      tail.filter(Boolean).length > 0 && html`<span>${now.length > 0 ? '; ' : ' '}${tail.filter(Boolean).join(', ')}</span>`}</span>
    ${flow && html`<a href=${jobUrl(job.id, {tab: 'flow'})}>Flow</a>`}</p>`;
}
