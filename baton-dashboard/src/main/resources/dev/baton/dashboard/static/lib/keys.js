// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The keyboard: pages register keys; the help lists them. */

import {useEffect, useRef} from 'preact/hooks';

/**
 * @typedef {{keys: string, does: string, run: (event: KeyboardEvent) => void}} Shortcut
 * @type {Shortcut[]}
 */
const shortcuts = [];

let prefix = '';
let prefixTimer = 0;

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement) {
    return !/^(checkbox|radio|range|button)$/.test(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether a dialog is open; then only the dialog has the keyboard. */
const hasDialog = () => document.querySelector('dialog[open]') !== null;

addEventListener('keydown', (event) => {
  const control = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || event.altKey || hasDialog()) {
    return;
  }
  if (isTyping(event.target) && !(control && event.key === 'k')) {
    return;
  }
  const key = (control ? 'Ctrl+' : '') + event.key;
  const onControl = event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role=tab]');
  if (key === 'Enter' && onControl) {
    return;
  }
  const full = prefix ? prefix + ' ' + key : key;
  // The newest registration wins, so a page can replace a general key.
  const found = shortcuts.findLast((shortcut) => shortcut.keys === full);
  clearTimeout(prefixTimer);
  prefix = '';
  if (found) {
    event.preventDefault();
    found.run(event);
  } else if (key === 'g') {
    prefix = 'g';
    prefixTimer = setTimeout(() => {
      prefix = '';
    }, 1500);
  }
});

/**
 * Registers keys while a component is shown.
 *
 * @param {Record<string, [string, (event: KeyboardEvent) => void]>} table keys, what they do, and
 *     the action
 */
export function useKeys(table) {
  const latest = useRef(table);
  latest.current = table;
  const names = Object.keys(table).join('|');
  useEffect(() => {
    const added = Object.keys(latest.current).map((keys) => ({
      keys,
      does: latest.current[keys][0],
      run: (/** @type {KeyboardEvent} */ event) => latest.current[keys][1](event),
    }));
    shortcuts.push(...added);
    return () => added.forEach((shortcut) => shortcuts.splice(shortcuts.indexOf(shortcut), 1));
  }, [names]);
}

/** The keys of the lists of jobs, and what they do. */
export const LIST_KEYS = {
  '/': 'Filter',
  j: 'Next job',
  k: 'Previous job',
  x: 'Select the job',
  Enter: 'Open the job',
  '.': 'Operations on the selected jobs',
  r: 'Show new jobs',
  Escape: 'Clear the selection',
};

/** The keys of the page of a job, and what they do. */
export const JOB_KEYS = {'.': 'Operations on the job', Escape: 'Back to the list'};

/**
 * All keys in groups: those of every page, and those of single pages, also while another page is
 * shown.
 *
 * @returns {{title: string, keys: [string, string][]}[]}
 */
export function knownKeys() {
  const ofPages = {...LIST_KEYS, ...JOB_KEYS};
  const everywhere = shortcuts.filter((each) => each.does && !(each.keys in ofPages));
  return [
    {title: 'On every page', keys: everywhere.map((each) => [each.keys, each.does])},
    {title: 'In a list of jobs', keys: Object.entries(LIST_KEYS)},
    {title: 'On the page of a job', keys: Object.entries(JOB_KEYS)},
  ];
}
