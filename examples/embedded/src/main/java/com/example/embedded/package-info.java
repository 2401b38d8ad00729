// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** An application that runs jobs in its own process. */
@NullMarked
package com.example.embedded;

import org.jspecify.annotations.NullMarked;
