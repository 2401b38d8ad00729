// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {BASE} from './base.js';
import {get, post, remove, whenForbidden} from './api.js';
import {forgetDraftOfOthers, keepDraft} from './draft.js';
import {remembered, Store} from './store.js';

/**
 * The session of the user: undefined before it is known, null if nobody is signed in.
 *
 * @typedef {{id: string, user: string, identifier: string, roles: string, expiry: string}} Session
 */
export const session = new Store(/** @type {Session | null | undefined} */ (undefined));

/** Why there is no session, when the server did not answer. */
export const sessionProblem = new Store('');

/**
 * Until when the session of this address should last; empty after a sign-out here. Browsers send the
 * cookie of a host to all its ports, but keep this value for one port.
 */
const expected = remembered('session.until', '');

/** Whether the session of this address has ended early, though nobody signed out here. */
export const hasLostSession = () => Date.parse(expected.value) > Date.now();

/** The key of the mark that the session ended while a page was open in this window. */
const ENDED_HERE = 'baton.session.ended';

/** Whether the session ended while a page was open in this window. The mark outlasts a reload. */
export function hasEndedHere() {
  try {
    return sessionStorage.getItem(ENDED_HERE) !== null;
  } catch {
    // A browser without storage shows no reason.
    return false;
  }
}

/** @param {boolean} hasEnded */
function markEnded(hasEnded) {
  try {
    if (hasEnded) {
      sessionStorage.setItem(ENDED_HERE, 'yes');
    } else {
      sessionStorage.removeItem(ENDED_HERE);
    }
  } catch {
    // See above.
  }
}

/** Whether the user signs out in this window. */
let isLeaving = false;

/**
 * Shows another session. The stores of the modules hold what the user of the old session saw, so
 * the page is loaded again when that session has ended or has another user or other rights.
 *
 * @param {Session | null} next
 */
function change(next) {
  const before = session.value;
  if (before && !next && !isLeaving) {
    // After the next sign-in, the user continues at this address.
    markEnded(true);
    keepDraft(before.user);
    location.reload();
  } else if (before && (next?.user !== before.user || next.roles !== before.roles)) {
    location.assign(BASE + '/');
  } else {
    if (next) {
      forgetDraftOfOthers(next.user);
    }
    session.set(next);
  }
}

export async function readSession() {
  try {
    const page = await get('session');
    sessionProblem.set('');
    const current = page.resources[0] ?? null;
    if (current?.expiry) {
      expected.set(current.expiry);
    }
    change(current);
  } catch (error) {
    sessionProblem.set(error.message);
    if (session.value === undefined) {
      session.set(null);
    }
  }
}

/**
 * @param {string} username
 * @param {string} password
 */
export async function signIn(username, password) {
  await post('session', {template: {href: 'session-template/password', username, password}});
  markEnded(false);
  await readSession();
}

export async function signOut() {
  isLeaving = true;
  expected.set('');
  if (session.value) {
    await remove(session.value.id);
  }
  change(null);
}

export const isAdmin = () => (session.value?.roles ?? '').split(' ').includes('group/nuvla-admin');

let checking = false;

async function check() {
  if (session.value && !checking) {
    checking = true;
    await readSession();
    checking = false;
  }
}

// A refusal has two reasons: a missing right, or a session that has ended.
whenForbidden(check);
// In another window of the browser, the user may have signed out, or another user signed in.
addEventListener('focus', check);
