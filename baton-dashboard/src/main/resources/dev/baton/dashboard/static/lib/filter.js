// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The filter language of the API, as far as the filter bar needs it: conditions joined by "and". */

import {isolated, shortId} from './format.js';
import {dayClock} from './time.js';

/** Texts that may stand between these quotes. A backslash hides the next character, and stays in the text. */
const IN_QUOTES = /** @type {const} */ ({
  "'": /^(?:[^'\\]|\\[^])*$/,
  '"': /^(?:[^"\\]|\\[^])*$/,
});

/**
 * Whether the language has a form for a text. It has none for one with both quotes, unless
 * backslashes hide them, and for one that ends with a backslash that hides nothing.
 *
 * @param {string} value
 */
export const isQuotable = (value) => IN_QUOTES["'"].test(value) || IN_QUOTES['"'].test(value);

/**
 * A text in quotes. A text that the language has no form for loses its double quotes, and the
 * backslashes at its end: good enough to search for words, but not for a comparison.
 *
 * @param {string} value
 * @returns {string}
 */
export function quoted(value) {
  const quote = IN_QUOTES["'"].test(value) ? "'" : '"';
  return IN_QUOTES[quote].test(value)
    ? quote + value + quote
    : quoted(value.replaceAll('"', ' ').replace(/\\+$/, ''));
}

/**
 * The condition that an attribute has a value; null if the language has no form for the value.
 *
 * @param {string} attribute
 * @param {string} value
 */
export const equal = (attribute, value) => (isQuotable(value) ? attribute + '=' + quoted(value) : null);

/** A text in quotes, as a part of a pattern; the text is in one of two groups. */
const TEXT = /(?:'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)")/.source;

/**
 * Splits a filter at each "and" that is outside of quotes, parentheses and brackets.
 *
 * @param {string} filter
 * @returns {string[]}
 */
export function conditions(filter) {
  const found = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i < filter.length; i++) {
    const c = filter[i];
    if (quote) {
      if (c === '\\') {
        i++;
      } else if (c === quote) {
        quote = '';
      }
    } else if (c === "'" || c === '"') {
      quote = c;
    } else if (c === '(' || c === '[') {
      depth++;
    } else if (c === ')' || c === ']') {
      depth--;
    } else if (depth === 0 && /^\s+and\s/i.test(filter.slice(i, i + 6))) {
      found.push(filter.slice(start, i).trim());
      start = i + filter.slice(i).search(/and/i) + 3;
      i = start - 1;
    }
  }
  found.push(filter.slice(start).trim());
  return found.filter(Boolean);
}

/** @param {string[]} parts */
export const joined = (parts) =>
  parts.map((part) => (parts.length > 1 && hasOr(part) ? '(' + part + ')' : part)).join(' and ');

/** Whether a condition has an "or" outside of quotes and parentheses. */
function hasOr(/** @type {string} */ part) {
  const plain = part.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '').replace(/\([^()]*\)/g, '');
  return /\sor\s/i.test(plain);
}

/** @param {string} part a condition */
export const attributeOf = (part) => /^\s*([a-z][a-z-]*(?:\/(?:'[^']*'|[\w.-]+))*)/i.exec(part)?.[1] ?? '';

/**
 * The filter without conditions on an attribute.
 *
 * @param {string} filter
 * @param {string} attribute
 */
export const without = (filter, attribute) =>
  joined(conditions(filter).filter((part) => attributeOf(part) !== attribute));

/**
 * The filter with a condition, which replaces those on the same attribute.
 *
 * @param {string} filter
 * @param {string} part
 */
export const replacing = (filter, part) => and(without(filter, attributeOf(part)), part);

/**
 * @param {string} filter
 * @param {string} part
 */
export const and = (filter, part) => joined([...conditions(filter), part]);

/**
 * The value of the only condition {@code attribute='value'}, if there is one.
 *
 * @param {string} filter
 * @param {string} attribute
 */
export function valueOf(filter, attribute) {
  for (const part of conditions(filter)) {
    const match = new RegExp('^([a-z-]+)\\s*=\\s*' + TEXT + '$').exec(part);
    if (match && match[1] === attribute) {
      return match[2] ?? match[3];
    }
  }
  return null;
}

/** The attributes in which plain words are searched. The API does not search in status messages. */
const TEXTS = ['fulltext', 'action', 'last-error'];

/** What {@link TEXTS} means to people. */
export const TEXTS_NAMED = 'id, name, description, tags, action and last error';

/** The most words that are searched for; others are left out. */
const MOST_WORDS = 8;

/**
 * The condition that each word of a text is the begin of a word in one of {@link TEXTS}.
 *
 * @param {string} text
 */
export const wordsCondition = (text) => joined(text.trim().split(/\s+/).slice(0, MOST_WORDS).map((word) =>
  '(' + TEXTS.map((name) => name + '==' + quoted(word + '*')).join(' or ') + ')'));

/** A condition that {@link wordsCondition} makes for one word. */
const WORD = new RegExp('^\\(' + TEXTS.map((name) => name + '==' + TEXT).join(' or ') + '\\)$');

/** The word that a condition searches in all texts; null if it is another condition. @param {string} part */
function wordIn(part) {
  const [, ...texts] = WORD.exec(part) ?? [];
  const words = [...new Set(texts.filter((each) => each !== undefined))];
  return words.length === 1 && words[0].endsWith('*') ? words[0].slice(0, -1) : null;
}

/** What a condition means, for the title of its chip. @param {string} part */
export function chipTitle(part) {
  const word = wordIn(part);
  return word === null ? part : isolated`“${word}” begins a word in ${TEXTS_NAMED}`;
}

/**
 * Turns what a user typed into a condition: text without an operator searches in all texts.
 *
 * @param {string} typed
 */
export function conditionOf(typed) {
  const text = typed.trim();
  const plain = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '');
  if (/[=<>]/.test(plain)) {
    return text.replace(/(=|<|>|\^=|!=)\s*([A-Za-z][\w.:/-]*)\s*$/, (_all, operator, word) =>
      word === 'null' ? operator + word : operator + quoted(word));
  }
  if (/^job\/[0-9a-f-]+$/.test(text)) {
    return 'id=' + quoted(text);
  }
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)) {
    return 'id=' + quoted('job/' + text);
  }
  return wordsCondition(text);
}

const ID = /\b(?:[a-z-]+\/)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** The ids in a condition. @param {string} part @returns {string[]} */
export const idsIn = (part) => part.match(ID) ?? [];

/** @param {string} attribute */
const verbOf = (attribute) => (attribute === 'created' ? 'posted' : attribute);

/** @param {string} part a condition, as a chip shows it */
export function chipText(part) {
  const since = /^(created|ended)>=?'now-(\d+[smhd])'$/.exec(part);
  if (since) {
    return verbOf(since[1]) + ' in the last ' + since[2];
  }
  const limit = /^(created|started|ended)([<>])=?'(\d{4}-\d\d-\d\dT[\d:.]+Z)'$/.exec(part);
  if (limit) {
    return verbOf(limit[1]) + (limit[2] === '>' ? ' after ' : ' before ') + dayClock(limit[3]);
  }
  const word = wordIn(part);
  if (word !== null) {
    return 'text: ' + word;
  }
  const text = new RegExp('^fulltext==' + TEXT + '$').exec(part);
  return text ? 'text: ' + (text[1] ?? text[2]) : part.replace(ID, (id) => shortId(id) + '…');
}

/** The attributes that the filter bar proposes, with a sample of a value. */
export const ATTRIBUTES = [
  ['state', 'state of the job'],
  ['action', 'name of the action'],
  ['tags', 'a tag'],
  ['labels/', 'a label'],
  ['owner', 'executor that runs or ran it'],
  ['name', 'name of the job'],
  ['created', "when it was posted: created>'now-1h'"],
  ['started', 'when it started'],
  ['ended', 'when it ended'],
  ['priority', 'a number; 0 is most urgent'],
  ['progress', 'percent'],
  ['attempt', 'a number'],
  ['last-error', 'the last error'],
  ['error-pattern', 'the error of failed jobs, without ids and numbers'],
  ['parent-job', 'the job that posted it'],
  ['created-by', 'the user that posted it'],
  ['unique-key', 'its unique key'],
  ['not-before', 'when it is due'],
  ['return-code', 'a number'],
  ['target-resource/href', 'the resource that it is about'],
];
