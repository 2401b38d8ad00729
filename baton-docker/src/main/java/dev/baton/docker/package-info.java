// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs engine jobs in Docker and Podman, through the HTTP API of the Docker Engine on a Unix socket
 * or TCP. An engine job is a container with the same name; only the process that created a
 * container starts it, and only once. Depends on {@code engine}, {@code service} and {@code error}
 * of the core, and on the JDK's sockets. Start reading at: {@link dev.baton.docker.DockerEngine}.
 */
@NullMarked
package dev.baton.docker;

import org.jspecify.annotations.NullMarked;
