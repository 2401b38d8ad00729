// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {counted} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {jobUrl} from '../lib/router.js';
import {isCancelling} from '../lib/states.js';
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
 * Says which atoms of a cancelled flow are being undone, and how many are still to undo.
 *
 * @param {{job: any}} props
 */
export function Undoing({job}) {
  const wanted = isCancelling(job) && may(job, 'flow');
  const {data, reload} = useResource(wanted ? apiUrl(job.id + '/flow') : null);
  const atoms = (data?.atoms ?? []).filter((/** @type {any} */ each) => each.intention === 'REVERT');
  useInterval(reload, wanted ? 1500 + (data?.atoms ?? []).length : null);
  useEffect(() => {
    reload();
  }, [job.revision]);
  if (!isCancelling(job)) {
    return null;
  }
  const inState = (/** @type {string[]} */ ...states) => atoms.filter((/** @type {any} */ each) => states.includes(each.state));
  const [now, left, done] = [inState('REVERTING'), inState('SUCCESS', 'FAILURE'), inState('REVERTED')];
  const tail = [left.length > 0 && counted(left.length, 'atom') + ' still to undo', done.length > 0 && counted(done.length, 'atom') + ' undone'];
  return html`<p class="why-note s-reverting" role="status"><${Shape} look="reverting" />
    <span><strong>Cancelling${now.length > 0 ? ', undoing ' : '.'}</strong>${now.length > 0 && named(now)}${
      tail.filter(Boolean).length > 0 && html`<span>${now.length > 0 ? '; ' : ' '}${tail.filter(Boolean).join(', ')}</span>`}</span>
    ${wanted && html`<a href=${jobUrl(job.id, {tab: 'flow'})}>Flow</a>`}</p>`;
}
