// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The filter of the jobs of a group of failures. */

import {call} from './api.js';
import {facetOf, facetUrl} from './counts.js';
import {isQuotable, joined, quoted} from './filter.js';

/** @typedef {{kind?: string, action: string, pattern: string}} Group */

/** The parts of a pattern that vary. */
const VARIES = /<id>|<n>/;
/** What stands in an error instead of such a part. */
const VALUE = '[0-9a-fA-Fx.,:-]+';
/** The server cuts longer patterns. */
const LONGEST_PATTERN = 299;
const MOST_ERRORS = 20;
const LONGEST_FILTER = 1500;

/** @param {Group} group */
const hasText = (group) => (group.kind ?? 'pattern') === 'pattern';

/** The words of a text that the filter language can compare. @param {string} text */
const wordsIn = (text) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word) && !word.includes('*') && isQuotable(word));

/**
 * The conditions that each fixed part of a pattern is in the error. A word that touches a part that
 * varies may go on there, so only its start is compared, or nothing if its start varies.
 *
 * @param {string} pattern
 */
function wordConditions(pattern) {
  const [first, ...rest] = pattern.split(VARIES);
  const conditions = rest.flatMap((part, i) => {
    const whole = part.replace(/^[\p{L}\p{N}_]*[^\p{L}\p{N}_]*/u, '');
    const goesOn = i < rest.length - 1 || pattern.length >= LONGEST_PATTERN;
    const touches = goesOn && !/\s$/.test(whole);
    const words = wordsIn(whole);
    return words.map((word, k) =>
      'last-error==' + quoted(touches && k === words.length - 1 ? word + '*' : word));
  });
  const start = isQuotable(first) && first.trim() ? ['last-error^=' + quoted(first)] : [];
  return [...new Set([...start, ...conditions])];
}

/**
 * The condition on the errors of a group; null if the filter language has none.
 *
 * @param {Group} group
 */
function errorCondition(group) {
  const {kind, pattern} = group;
  if (kind === 'none') {
    return 'last-error=null';
  }
  if (!hasText(group)) {
    return null;
  }
  if (!VARIES.test(pattern) && pattern.length < LONGEST_PATTERN && isQuotable(pattern)) {
    return `(last-error=${quoted(pattern)} or last-error^=${quoted(pattern + '\n')})`;
  }
  const words = wordConditions(pattern);
  return words.length ? '(' + words.join(' and ') + ')' : null;
}

/** @param {Group} group */
const failedOf = (group) => ["state='FAILED'", 'action=' + quoted(group.action), "ended>'now-24h'"];

/**
 * The filter of the jobs of a group; null if the filter language has none.
 *
 * @param {Group} group
 * @param {string[] | null} [errors] all errors of the group, if they are known
 */
export function filterOf(group, errors = null) {
  const condition = errors ? 'last-error=[' + errors.map(quoted).join(',') + ']' : errorCondition(group);
  return condition && joined([...failedOf(group), condition]);
}

/** Whether an error has a pattern: its first line is the pattern with values. @param {string} pattern */
function matcherOf(pattern) {
  const fixed = pattern.split(VARIES).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const end = pattern.length < LONGEST_PATTERN ? '[^\\S\\n]*(\\n|$)' : '';
  return new RegExp('^\\s*' + fixed.join(VALUE) + end);
}

/**
 * The errors of a group; null if they are too many for a filter. Two patterns may have the same
 * words, and one may be the start of another, but their errors differ.
 *
 * @param {Group} group
 * @returns {Promise<string[] | null>}
 */
export async function errorsOf(group) {
  const filter = filterOf(group);
  if (!filter || !hasText(group)) {
    return null;
  }
  const document = await call('GET', facetUrl(filter, 'last-error'));
  const pattern = matcherOf(group.pattern);
  const errors = facetOf(document, 'last-error').map((each) => String(each.value)).filter((each) => pattern.test(each));
  const isWhole = document.complete && document.facets['last-error'].others === 0;
  const fits = errors.length <= MOST_ERRORS && errors.join().length <= LONGEST_FILTER && errors.every(isQuotable);
  return isWhole && fits && errors.length > 0 ? errors : null;
}
