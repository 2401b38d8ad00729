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
 * The messages of the server by the fields that they are about: parameters of the payload, and
 * attributes of the job. The rest is about something that has no field.
 *
 * @typedef {{parameters: Record<string, string>, attributes: Record<string, string>, rest: string}} FieldErrors
 *
 * @param {any} error
 * @param {string[]} known the names of the parameters that have a field
 * @param {string[]} knownAttributes the names of the attributes that have a field
 * @returns {FieldErrors}
 */
export function fieldErrors(error, known, knownAttributes) {
  /** @type {Record<string, string>} */
  const parameters = {};
  /** @type {Record<string, string>} */
  const attributes = {};
  const add = (/** @type {Record<string, string>} */ to, /** @type {string} */ name, /** @type {string} */ message) => {
    to[name] = (to[name] ? to[name] + '; ' : '') + message;
  };
  let isComplete = error.fields?.length > 0;
  for (const {pointer, message} of error.fields ?? []) {
    const [, attribute, parameter] = pointer.split('/').map(unescaped);
    if (attribute === 'payload' && known.includes(parameter)) {
      add(parameters, parameter, message);
    } else if (knownAttributes.includes(attribute)) {
      add(attributes, attribute, message);
    } else {
      isComplete = false;
    }
  }
  return {parameters, attributes, rest: isComplete ? '' : error.message};
}

/** Reads a name of a JSON pointer. @param {string} segment */
const unescaped = (segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** @param {any} schema @param {string} name */
export const labelOf = (schema, name) => schema.title ?? name;
