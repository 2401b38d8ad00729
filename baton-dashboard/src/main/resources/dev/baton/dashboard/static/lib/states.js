// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The look of each state: its colour and its shape. Tables, charts and graphs use the same looks.
 * A warning is no state: it marks something that an operator should change.
 *
 * @typedef {'queued' | 'delayed' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled' | 'reverting' | 'reverted' | 'unused' | 'warning'} Look
 */

/** The signal that asks a flow to revert its work and end. */
export const CANCEL = 'baton.cancel';

/** Whether the flow of a job reverts its work, because it was cancelled. @param {any} job */
export const isCancelling = (job) => !isFinal(job.state) && job.signals?.[CANCEL] !== undefined;

/**
 * How a job looks.
 *
 * @param {{state?: string, parked?: boolean, attempt?: number, 'not-before'?: string, signals?: any}} job
 * @param {number} [at]
 * @returns {{look: Look, label: string}}
 */
export function lookOfJob(job, at = Date.now()) {
  if (isCancelling(job)) {
    return {look: 'reverting', label: 'cancelling'};
  }
  switch (job.state) {
    case 'RUNNING':
      return job.parked ? {look: 'waiting', label: 'parked'} : {look: 'running', label: 'running'};
    case 'SUCCESS':
      return {look: 'succeeded', label: 'succeeded'};
    case 'FAILED':
      return {look: 'failed', label: 'failed'};
    case 'CANCELED':
      return {look: 'cancelled', label: 'cancelled'};
    case 'QUEUED': {
      const later = job['not-before'] && Date.parse(job['not-before']) > at;
      if ((job.attempt ?? 0) > 0) {
        return later ? {look: 'waiting', label: 'waiting'} : {look: 'queued', label: 'queued again'};
      }
      return later ? {look: 'delayed', label: 'delayed'} : {look: 'queued', label: 'queued'};
    }
    default:
      return {look: 'queued', label: (job.state ?? 'hidden').toLowerCase()};
  }
}

/** @type {Record<string, {look: Look, label: string}>} */
const ATOMS = {
  NOT_RUN: {look: 'unused', label: 'not run'},
  INTERRUPTED: {look: 'cancelled', label: 'interrupted'},
  END_NOT_KNOWN: {look: 'unused', label: 'end not known'},
  PENDING: {look: 'queued', label: 'pending'},
  RUNNING: {look: 'running', label: 'running'},
  SUCCESS: {look: 'succeeded', label: 'succeeded'},
  FAILURE: {look: 'failed', label: 'failed'},
  REVERTING: {look: 'reverting', label: 'reverting'},
  REVERTED: {look: 'reverted', label: 'reverted'},
  REVERT_FAILURE: {look: 'failed', label: 'revert failed'},
  FAILURE_REVERTING: {look: 'failed', label: 'failed, reverting'},
  FAILURE_REVERTED: {look: 'failed', label: 'failed, reverted'},
  FAILURE_INTERRUPTED: {look: 'failed', label: 'failed, revert interrupted'},
  IGNORE: {look: 'cancelled', label: 'ignored'},
  RETRYING: {look: 'waiting', label: 'retrying'},
  SUSPENDED: {look: 'waiting', label: 'suspended'},
};

/** The states that an atom or a flow leaves while the job runs, and how they read after its end. */
const UNFINISHED = /** @type {Record<string, string>} */ ({
  PENDING: 'NOT_RUN',
  RUNNING: 'INTERRUPTED',
  REVERTING: 'INTERRUPTED',
  RETRYING: 'INTERRUPTED',
  FAILURE_REVERTING: 'FAILURE_INTERRUPTED',
  SUSPENDING: 'INTERRUPTED',
  SUSPENDED: 'INTERRUPTED',
  RESUMING: 'INTERRUPTED',
});

/**
 * A state of an atom or a flow in a job that has ended: nothing waits or runs there any more.
 *
 * @param {string} state
 */
export const endedState = (state) => UNFINISHED[state] ?? state;

/** The types of failures of atoms that did not fail: a revert of the flow interrupted them. */
const INTERRUPTING_FAILURES = /\b(Cancellation|Interrupted)Exception$/;

/**
 * The state in which an atom is shown. A flow reverts its failed atom too, so its state alone does
 * not tell which atom failed; for such atoms, this state begins with {@code FAILURE}.
 *
 * @param {any} atom
 * @param {string} [state] a state at an earlier moment
 */
export function shownState(atom, state = atom.state) {
  const hasFailed = atom.failure && !INTERRUPTING_FAILURES.test(atom.failure.type ?? '');
  return hasFailed && (state === 'REVERTING' || state === 'REVERTED') ? 'FAILURE_' + state : state;
}

/**
 * The state in which a flow is shown. A flow that reverts its work is stored as running.
 *
 * @param {any} job
 * @param {any} flow
 * @param {boolean} live whether the document of the flow is from before the end of the job
 */
export function shownFlowState(job, flow, live) {
  if (!live) {
    return endedState(flow.state);
  }
  const isCancelled = job.signals?.[CANCEL] !== undefined;
  return flow.state === 'RUNNING' && (isCancelled || isReverting(flow)) ? 'REVERTING' : flow.state;
}

/** The states of atoms that a flow still has to revert. */
const TO_REVERT = ['RUNNING', 'SUCCESS', 'FAILURE', 'REVERTING'];

/** Whether the flow reverts what it has done, because an atom failed or the job was cancelled. @param {any} flow */
export const isReverting = (flow) =>
  (flow?.atoms ?? []).some((/** @type {any} */ atom) => atom.intention === 'REVERT' && TO_REVERT.includes(atom.state));

/**
 * How an atom or a flow looks.
 *
 * @param {string} state
 * @param {boolean} [waits] whether it waits for a signal or a time
 */
export function lookOfAtom(state, waits = false) {
  if (waits && state === 'RUNNING') {
    return {look: /** @type {Look} */ ('waiting'), label: 'waiting'};
  }
  return ATOMS[state] ?? {look: /** @type {Look} */ ('queued'), label: state.toLowerCase().replaceAll('_', ' ')};
}

/** The states of jobs, with their names in the API. */
export const JOB_STATES = [
  {state: 'QUEUED', look: 'queued', label: 'queued'},
  {state: 'RUNNING', look: 'running', label: 'running'},
  {state: 'SUCCESS', look: 'succeeded', label: 'succeeded'},
  {state: 'FAILED', look: 'failed', label: 'failed'},
  {state: 'CANCELED', look: 'cancelled', label: 'cancelled'},
];

/** @param {string | undefined} state */
export const isFinal = (state) => state === 'SUCCESS' || state === 'FAILED' || state === 'CANCELED';

/** The priority of a job that names none, which is also the least urgent one. */
export const LEAST_URGENT = 999;
