// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs engine jobs on a Slurm cluster, by its commands {@code sbatch}, {@code squeue}, {@code
 * sacct} and {@code scancel} and a folder that executors and the cluster's nodes share. Depends on
 * {@code engine} and its dependencies. Start reading at: {@link dev.baton.slurm.SlurmEngine}.
 */
@NullMarked
package dev.baton.slurm;

import org.jspecify.annotations.NullMarked;
