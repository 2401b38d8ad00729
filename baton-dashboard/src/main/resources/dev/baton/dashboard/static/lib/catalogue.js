// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {get} from './api.js';
import {quoted} from './filter.js';
import {isAdmin} from './session.js';
import {Store} from './store.js';

/** The actions of the installation, which several pages need. */
export const actions = new Store(/** @type {any[]} */ ([]));

/** Actions whose jobs Baton or the API posts for its own operations. Users seldom post them. */
const INTERNAL = /^(bulk_(cancel|retry|delete|priority)_job|monitor_bulk_job|cancel_children_jobs|cleanup_jobs)$/;

/** @param {string} name */
const isInternal = (name) => INTERNAL.test(name);

/** The actions in their order, the internal ones at the end. @param {any[]} all */
const sorted = (all) => [
  ...all.filter((each) => !isInternal(each.name)),
  ...all.filter((each) => isInternal(each.name)),
];

export async function readActions() {
  try {
    const page = await get('action', {orderby: 'name', last: 1000});
    actions.set(sorted(page.resources));
  } catch {
    // Pages that need the actions show their own failure.
  }
}

/** @param {any} action whether the user may post jobs of it */
export const mayPost = (action) => !action['admin-only'] || isAdmin();

/** @param {string} name */
export const isFlow = (name) => actions.value.some((action) => action.name === name && action.flow);

/** The filter of the jobs that run flows; null if no action is a flow. */
export function flowsFilter() {
  const names = actions.value.filter((action) => action.flow).map((action) => quoted(action.name));
  return names.length ? 'action=[' + names.join(',') + ']' : null;
}
