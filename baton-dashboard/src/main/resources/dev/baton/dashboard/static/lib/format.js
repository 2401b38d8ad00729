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

/**
 * Characters that have no shape of their own. Joiners and selectors are left alone where scripts and
 * emoji need them.
 */
const UNSEEN = new RegExp(
  [
    // Control characters, the soft hyphen, and fillers and joiners of single scripts without width.
    '[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f]',
    // Characters without width, line separators, and characters that turn the direction of the text.
    '[\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb]',
    // Joiners and non-joiners that are not between letters of a script with joins, or emoji.
    '(?<![\\u0600-\\u1fff\\u2100-\\u{10ffff}])[\\u200c\\u200d]',
    '[\\u200c\\u200d](?![\\u0600-\\u1fff\\u2100-\\u{10ffff}])',
    // Variation selectors that do not follow a digit of a keycap, a symbol, an emoji or a letter of Asia.
    '(?<![0-9#*\\xa9\\xae\\u1000-\\u1fff\\u203c-\\u{dffff}])[\\ufe00-\\ufe0f]',
    // Variation selectors of ideographs that do not follow an ideograph.
    '(?<!\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]',
    // Tags, except after the flag of which they name the region, and the rest of their plane.
    '(?<!\\u{1f3f4}[\\u{e0020}-\\u{e007f}]*)[\\u{e0000}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}]',
  ].join('|'),
  'gu',
);

/** Most texts have letters and signs of ASCII only, which need no closer look. */
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/** @param {string} sign */
const codeOf = (sign) => '[U+' + (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0') + ']';

/**
 * A text with visible signs, such as {@code [U+202E]}, for the characters that cannot be seen: they
 * make a name or a line look like another one. Escape sequences, such as the colours of a
 * container's output, are left out.
 *
 * @param {string} text
 */
export const visible = (text) => (PLAIN.test(text) ? text : withoutAnsi(text).replace(UNSEEN, codeOf));

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

/** The Java class of an error before its message, at the begin of a text or after another message. */
const ERROR_CLASS = /(?<=^|: )((?:[a-z_]\w*\.)+[A-Z][\w$]*|[A-Z][\w$]*(?:Exception|Error))(?::\s+|-)(?=\S)/g;

/**
 * An error as people read it: its message, and the names of the classes that were before it.
 *
 * @param {string} text
 * @returns {{message: string, classes: string[]}}
 */
export function errorParts(text) {
  const classes = [...text.matchAll(ERROR_CLASS)].map((match) => match[1].split('.').at(-1) ?? '');
  return {message: text.replace(ERROR_CLASS, ''), classes};
}

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

/**
 * Whether the text of a field is a whole number up to a limit. An empty field is no zero.
 *
 * @param {string} text
 * @param {number} most
 */
export const isWhole = (text, most) => /^\d+$/.test(text) && Number(text) <= most;
