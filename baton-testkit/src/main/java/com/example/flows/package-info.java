// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Flows of a plugin as a user would write them, outside Baton's own packages. */
@NullMarked
package com.example.flows;

import org.jspecify.annotations.NullMarked;
