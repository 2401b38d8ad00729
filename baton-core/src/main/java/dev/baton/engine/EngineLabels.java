// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/**
 * The labels by which Baton recognises its engine jobs. Their values follow the rules of
 * Kubernetes.
 */
public final class EngineLabels {

  /** The installation that made the engine job. The engine sets this label itself. */
  public static final String INSTALLATION = "baton.dev/installation";

  /** The UUID of the Baton job for which the engine job runs, without the prefix {@code job/}. */
  public static final String JOB = "baton.dev/job";

  /** The fencing token under which the engine job was made. */
  public static final String TOKEN = "baton.dev/token";

  /** The {@link dev.baton.job.JobStore#identity} of the store that contains the Baton job. */
  public static final String STORE = "baton.dev/store";

  private EngineLabels() {}
}
