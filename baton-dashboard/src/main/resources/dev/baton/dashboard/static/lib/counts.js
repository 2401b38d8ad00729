// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Reads how many jobs have each value of an attribute. */

import {apiUrl} from './api.js';

/** @typedef {{value: any, count: number}} Counted */

/**
 * The address of the counts of jobs that a filter selects.
 *
 * @param {string} filter
 * @param {string} attribute
 */
export const facetUrl = (filter, attribute) => apiUrl('job/facets', {filter, attributes: attribute, strict: true});

/**
 * @param {any} document an answer with facets; undefined before it arrives
 * @param {string} attribute
 * @returns {Counted[]}
 */
export const facetOf = (document, attribute) => document?.facets?.[attribute]?.values ?? [];

/**
 * @param {any} page an answer to a search with an aggregation by terms
 * @param {string} attribute
 * @returns {Counted[]}
 */
export const termsOf = (page, attribute) =>
  (page.aggregations?.['terms:' + attribute]?.buckets ?? []).map((/** @type {any} */ bucket) => ({
    value: bucket.key,
    count: bucket.doc_count,
  }));

/**
 * @param {Counted[]} counted
 * @returns {Record<string, number>}
 */
export const byValue = (counted) => Object.fromEntries(counted.map(({value, count}) => [value, count]));
