// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** What needs a look: facts of the API that an operator should act on. */

import {get} from './api.js';
import {quoted} from './filter.js';
import {counted} from './format.js';
import {jobsUrl} from './router.js';
import {Store} from './store.js';

/**
 * @typedef {{look: string, text: string, link: string}} Finding
 */
export const findings = new Store(/** @type {Finding[] | null} */ (null));

/** The numbers beside the pages in the navigation. */
export const navCounts = new Store(/** @type {Record<string, number>} */ ({}));

/** The documents that the overview shares with the navigation. */
export const overview = new Store(/** @type {any} */ (null));

const NOT_FINAL = "state=['QUEUED','RUNNING']";

export async function readOverview() {
  const [states, waiting, oldest, executors, distributions, actions, takenOver] = await Promise.all([
    get('job', {filter: NOT_FINAL, last: 0, aggregation: 'terms:state'}),
    get('job', {filter: "state='QUEUED'", last: 0, aggregation: 'terms:action'}),
    get('job', {filter: "state='QUEUED'", orderby: 'created', last: 1, select: 'id,created,action,not-before'}),
    get('executor', {orderby: 'name', last: 500}),
    get('distribution', {last: 500}),
    get('action', {last: 1000, select: 'name,executors'}),
    get('job', {filter: "takeovers>0 and state='RUNNING'", last: 0}),
  ]);
  const buckets = (/** @type {any} */ page, /** @type {string} */ name) => page.aggregations?.['terms:' + name]?.buckets ?? [];
  const state = Object.fromEntries(buckets(states, 'state').map((/** @type {any} */ each) => [each.key, each.doc_count]));
  const live = executors.resources.filter((/** @type {any} */ each) => each.alive && each.slots > 0);
  /** @type {Finding[]} */
  const found = [];
  const provided = new Map(actions.resources.map((/** @type {any} */ each) => [each.name, each.executors]));
  for (const bucket of buckets(waiting, 'action')) {
    if (!provided.get(bucket.key)) {
      found.push({look: 'waiting', text: counted(bucket.doc_count, 'waiting job') + ' of ' + bucket.key + ': no live executor has this action', link: jobsUrl("state='QUEUED' and action=" + quoted(bucket.key))});
    }
  }
  if (live.length === 0) {
    found.push({look: 'failed', text: 'No executor is alive: waiting jobs do not start', link: '/executors'});
  }
  executors.resources.filter((/** @type {any} */ each) => !each.alive).forEach((/** @type {any} */ each) => found.push({look: 'failed', text: each.name + ' has not been seen for a while', link: '/executors'}));
  distributions.resources.forEach((/** @type {any} */ each) => {
    if (each['last-error']) {
      found.push({look: 'failed', text: 'The schedule ' + each.name + ' failed: ' + each['last-error'], link: '/schedules'});
    } else if (!each.leader) {
      found.push({look: 'waiting', text: 'The schedule ' + each.name + ' has no leader: no distributor runs it', link: '/schedules'});
    }
  });
  if (takenOver.count) {
    found.push({look: 'waiting', text: counted(takenOver.count, 'running job') + ' taken over after an executor died or lost its claim', link: jobsUrl("takeovers>0 and state='RUNNING'")});
  }
  findings.set(found);
  navCounts.set({'/jobs': (state.QUEUED ?? 0) + (state.RUNNING ?? 0), '/executors': live.length});
  overview.set({state, waiting: buckets(waiting, 'action'), oldest: oldest.resources[0], live, executors: executors.resources});
}

findings.subscribe((found) => {
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById('favicon'));
  if (link) {
    link.href = (found?.length ? link.dataset.alert : link.dataset.calm) ?? '';
  }
});
