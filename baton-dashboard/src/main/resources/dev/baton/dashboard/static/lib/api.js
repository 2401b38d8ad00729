// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Calls the public REST API. */

import {BASE} from './base.js';

/** An answer of the server that is no success. The message is the server's. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {{pointer: string, message: string}[]} [fields] the wrong values of the request
   */
  constructor(status, message, fields = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.fields = fields;
  }
}

const NO_ANSWER = 'The server does not answer. ';
const READ_AGAIN = NO_ANSWER + 'The dashboard tries again when the connection is back.';
const SEND_AGAIN = NO_ANSWER +
  'The server may have received the request. Check the result before you send it again.';

/** Is called when the server refuses a request with status 401 or 403. */
let onForbidden = () => {};

/** @param {() => void} listener */
export function whenForbidden(listener) {
  onForbidden = listener;
}

/**
 * @param {string} path for example {@code job/…}, relative to the API
 * @param {Record<string, unknown>} [query] values that are undefined, null or empty are left out
 */
export function apiUrl(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return BASE + '/api/' + path + (text ? '?' + text : '');
}

/**
 * Sends a request. A changing request carries a header that pages of other sites cannot set, so the
 * server knows that it comes from the dashboard.
 *
 * @param {string} method
 * @param {string} url
 * @param {{body?: unknown, headers?: Record<string, string>, signal?: AbortSignal, text?: boolean,
 *     onHeaders?: (headers: Headers) => void}} [options]
 * @returns {Promise<any>}
 */
export async function call(method, url, options = {}) {
  /** @type {Record<string, string>} */
  const headers = {Accept: options.text ? '*/*' : 'application/json', ...options.headers};
  if (method !== 'GET') {
    headers['Baton-Client'] = 'dashboard';
  }
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw new ApiError(0, method === 'GET' ? READ_AGAIN : SEND_AGAIN);
  }
  const text = await response.text();
  if (response.ok) {
    options.onHeaders?.(response.headers);
    return options.text ? text : JSON.parse(text);
  }
  if (isRefusal(response.status)) {
    onForbidden();
  }
  const {message, fields} = errorOf(text);
  throw new ApiError(response.status, message || 'The server answers with status ' + response.status, fields);
}

/**
 * Whether a status means that the session may not do this, or has ended.
 *
 * @param {number} status
 */
export const isRefusal = (status) => status === 401 || status === 403;

/**
 * Whether a failure ends by itself, because the server is not reached or not ready.
 *
 * @param {unknown} error
 */
export const isOutage = (error) => error instanceof ApiError && !isReady(error.status);

/**
 * Whether a status is an answer of a server that is ready; 0 is no answer.
 *
 * @param {number} status
 */
export const isReady = (status) => status > 0 && status < 502;

/**
 * The status of an answer whose content is not read; 0 if the server does not answer.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function statusOf(url, signal) {
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  signal.addEventListener('abort', onAbort);
  try {
    const {status} = await fetch(url, {signal: stop.signal, credentials: 'same-origin'});
    if (isRefusal(status)) {
      onForbidden();
    }
    return status;
  } catch {
    return 0;
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop.abort();
  }
}

/**
 * What an answer says about an error. A proxy may answer with another document than the server.
 *
 * @param {string} text
 * @returns {{message?: string, fields?: {pointer: string, message: string}[]}}
 */
function errorOf(text) {
  try {
    const {message, fields} = JSON.parse(text) ?? {};
    return {
      message: typeof message === 'string' ? message : undefined,
      fields: Array.isArray(fields) ? fields.filter((each) => typeof each?.pointer === 'string') : undefined,
    };
  } catch {
    return {message: text.slice(0, 300)};
  }
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} [query]
 * @param {AbortSignal} [signal]
 */
export const get = (path, query, signal) => call('GET', apiUrl(path, query), {signal});

/**
 * @param {string} path
 * @param {unknown} [body]
 */
export const post = (path, body) => call('POST', apiUrl(path), {body});

/**
 * @param {string} path
 * @param {unknown} body
 */
export const put = (path, body) => call('PUT', apiUrl(path), {body});

/** @param {string} path */
export const remove = (path) => call('DELETE', apiUrl(path));

/**
 * Sends a bulk operation.
 *
 * @param {string} operation such as {@code retry}
 * @param {object} body
 */
export const bulk = (operation, body) =>
  call('PATCH', apiUrl('job/bulk-' + operation), {body, headers: {bulk: 'yes'}});
