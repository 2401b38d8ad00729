// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Engine jobs as Jobs of Kubernetes ({@code batch/v1}), for servers from 1.20 on. What belongs to a
 * job is kept in the cluster and nowhere else. Depends on {@code engine}, {@code job}, {@code
 * service} and {@code error}. Entry type: {@link dev.baton.kubernetes.KubernetesEngine}.
 */
@NullMarked
package dev.baton.kubernetes;

import org.jspecify.annotations.NullMarked;
