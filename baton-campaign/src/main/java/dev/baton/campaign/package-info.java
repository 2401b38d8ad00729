// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The command line of the campaign and the course of one campaign. This package uses all other
 * packages of the module.
 */
@NullMarked
package dev.baton.campaign;

import org.jspecify.annotations.NullMarked;
