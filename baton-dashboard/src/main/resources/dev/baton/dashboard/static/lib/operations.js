// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Whether the user may do this with a resource, as the resource itself says.
 *
 * @param {any} resource
 * @param {string} rel the name of the operation
 */
export const may = (resource, rel) =>
  (resource.operations ?? []).some((/** @type {any} */ each) => each.rel === rel);
