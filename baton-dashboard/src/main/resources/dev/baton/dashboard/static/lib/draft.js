// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The form that the user has not sent when the session ends. The page is loaded again then; this
 * window keeps the form until somebody signs in, and only the same user gets it back.
 */

import {useEffect, useRef} from 'preact/hooks';

const KEY = 'baton.draft';

/** The name and the value of the form that is open; null if there is none. @type {(() => {name: string, value: any}) | null} */
let read = null;

/**
 * Names the form that is open.
 *
 * @param {string} name
 * @param {any} value without secrets
 */
export function useDraft(name, value) {
  const latest = useRef({name, value});
  latest.current = {name, value};
  useEffect(() => {
    const own = () => latest.current;
    read = own;
    return () => {
      read = read === own ? null : read;
    };
  }, []);
}

/** Keeps the open form for a user whose session has ended. @param {string} user */
export function keepDraft(user) {
  try {
    if (read) {
      sessionStorage.setItem(KEY, JSON.stringify({...read(), user}));
    }
  } catch {
    // Without storage, the form is lost.
  }
}

/** Forgets the form of another user. @param {string} user the one who is signed in now */
export function forgetDraftOfOthers(user) {
  if (stored()?.user !== user) {
    remove();
  }
}

/**
 * Returns the value of a form that was kept, once; undefined if there is none.
 *
 * @param {string} name
 */
export function takeDraft(name) {
  const draft = stored();
  if (draft?.name !== name) {
    return undefined;
  }
  remove();
  return draft.value;
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

function remove() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Then there is nothing to remove.
  }
}
