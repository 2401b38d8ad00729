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

export const knownKeys = () => shortcuts.filter((shortcut) => shortcut.does);
