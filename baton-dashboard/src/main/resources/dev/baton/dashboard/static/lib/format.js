// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {withoutAnsi} from './ansi.js';

/**
 * The short form of an id, as the command line shows it: the first eight characters of the last
 * group.
 *
 * @param {string} id
 */
export function shortId(id) {
  const uuid = id.slice(id.indexOf('/') + 1);
  const groups = uuid.split('-');
  return groups.length === 5 ? groups[4].slice(0, 8) : uuid;
}

/** @param {number} n */
export const count = (n) => n.toLocaleString('en').replaceAll(',', '\u202f');

/**
 * A number, or the least number if there are more.
 *
 * @param {number} n
 * @param {boolean} more
 */
export const countOrMore = (n, more) => count(n) + (more ? '+' : '');

/**
 * A number that may not be known.
 *
 * @param {number | undefined} n
 */
export const countIfKnown = (n) => (n === undefined ? '–' : count(n));

/** @param {number} n */
export function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return (value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)) + '\u202f' + units[unit];
}

/**
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export const counted = (n, one, many = one + 's') => count(n) + ' ' + (n === 1 ? one : many);

const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text with visible signs, such as {@code [U+202E]}, for the characters that turn the direction of
 * the text after them: they make a name or a line look like another one. Escape sequences, such as
 * the colours of a container's output, are left out.
 *
 * @param {string} text
 */
export const visible = (text) =>
  withoutAnsi(text).replace(TURNS, (turn) => '[U+' + turn.charCodeAt(0).toString(16).toUpperCase() + ']');

/** A text of the dashboard with texts of users in it. */
export class Label {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const [ISOLATE, END] = ['\u2068', '\u2069'];

/**
 * The text of an attribute that contains texts of users. The style sheet isolates each text that is
 * an element of its own; in an attribute, characters do that: letters of another direction do not
 * move the words beside them.
 *
 * @param {TemplateStringsArray} words
 * @param {(string | Label)[]} texts
 */
export const isolated = (words, ...texts) =>
  new Label(words.reduce((all, word, i) => all + part(texts[i - 1]) + word));

/** @param {string | Label} text */
const part = (text) => (text instanceof Label ? text.text : ISOLATE + visible(text) + END);

/** @param {string | undefined} text */
export const firstLine = (text) => (text ?? '').split('\n', 1)[0];

/**
 * Reads a value that may be JSON in a text.
 *
 * @param {unknown} value
 */
export function parsed(value) {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Quotes a word for a POSIX shell.
 *
 * @param {string} word
 */
export const shellQuoted = (word) =>
  /^[\w./:=@%+-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";

/**
 * Saves a file.
 *
 * @param {string} name
 * @param {string} type
 * @param {BlobPart[]} parts the content
 */
export function download(name, type, parts) {
  const link = document.createElement('a');
  const url = URL.createObjectURL(new Blob(parts, {type}));
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** @param {string} text */
export async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // On a plain http address other than localhost, browsers have no clipboard interface.
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
