// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** The labels by which Baton knows its engine jobs again; values fit Kubernetes' rules. */
public final class EngineLabels {

  /** Which Baton made it; put on by the engine itself. */
  public static final String INSTALLATION = "baton.dev/installation";

  /** The UUID of the Baton job that it runs for, without the {@code job/}. */
  public static final String JOB = "baton.dev/job";

  /** The fencing token under which it was made. */
  public static final String TOKEN = "baton.dev/token";

  /** The {@link dev.baton.job.JobStore#identity} of the store that has the job. */
  public static final String STORE = "baton.dev/store";

  private EngineLabels() {}
}
