// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A plugin for Baton: the flow {@code create_server}, which uses a cloud's HTTP API, and a fake
 * cloud that fails on demand, to try the flow with. Start reading at: {@link
 * com.example.cloud.CloudPlugin}.
 */
@NullMarked
package com.example.cloud;

import org.jspecify.annotations.NullMarked;
