// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Reads the JSON Schema of an action's parameters. */

/** @param {any} schema */
export function typeOf(schema) {
  if (schema.enum) {
    return 'enum';
  }
  const type = Array.isArray(schema.type) ? schema.type.find((/** @type {string} */ each) => each !== 'null') : schema.type;
  if (type === 'object') {
    return schema.properties ? 'record' : 'map';
  }
  return type ?? 'any';
}

/** @param {any} schema @param {string} name */
export const isSecret = (schema, name) => schema.writeOnly === true || schema.format === 'password' || /(^|[-_])(password|secret|token)$|(Password|Secret|Token)$/.test(name);

/**
 * The messages of the server beside the fields that they are about.
 *
 * @param {string} message
 * @returns {{fields: Record<string, string>, rest: string}}
 */
export function fieldErrors(message) {
  const start = message.indexOf("': ");
  /** @type {Record<string, string>} */
  const fields = {};
  const rest = [];
  // The parameters of a Java record are checked one by one, each with a line of its own.
  const lines = message.split('\n').map((line) => /^parameter '([^'/]+)[^']*' (.*)$/.exec(line));
  if (lines.every((line) => line)) {
    return {fields: Object.fromEntries(lines.map((line) => [line?.[1], line?.[2]])), rest: ''};
  }
  const text = message.startsWith('payload does not fit') && start > 0 ? message.slice(start + 3) : '';
  for (const part of text ? text.split('; ') : []) {
    const match = /^(\/[^:\s]*)?:?\s*(.*)$/.exec(part);
    const missing = /required property '([^']+)'/.exec(part);
    const name = match?.[1] ? match[1].slice(1).split('/')[0] : missing?.[1];
    if (name) {
      fields[name] = (fields[name] ? fields[name] + '; ' : '') + (match?.[2] ?? part);
    } else {
      rest.push(part);
    }
  }
  return {fields, rest: text ? rest.join('; ') : message};
}

/**
 * The attribute that a message of the server is about: it begins with the name of the attribute, or quotes it.
 *
 * @param {string} message
 * @param {string[]} attributes
 */
export const attributeIn = (message, attributes) =>
  attributes.find((each) => new RegExp("(^|')" + each + "\\b").test(message));

/** @param {any} schema @param {string} name */
export const labelOf = (schema, name) => schema.title ?? name;
