// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The CIMI filter language (docs/spec/nuvla.md §4). A filter is parsed once into a small tree.
 * Stores compile the tree to their own query language or evaluate it over documents. Depends on
 * {@code error} and the JSON library. Start reading at: {@link dev.baton.filter.Filter}.
 */
@NullMarked
package dev.baton.filter;

import org.jspecify.annotations.NullMarked;
