// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** A plugin as a user would write it, outside Baton's own packages. */
@NullMarked
package com.example.effects;

import org.jspecify.annotations.NullMarked;
