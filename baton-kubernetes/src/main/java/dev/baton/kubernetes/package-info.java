// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs engine jobs as Jobs of Kubernetes ({@code batch/v1}), on API servers from version 1.20. All
 * data of an engine job is stored in the cluster only. Depends on {@code engine}, {@code job},
 * {@code service} and {@code error}. Start reading at: {@link
 * dev.baton.kubernetes.KubernetesEngine}.
 */
@NullMarked
package dev.baton.kubernetes;

import org.jspecify.annotations.NullMarked;
