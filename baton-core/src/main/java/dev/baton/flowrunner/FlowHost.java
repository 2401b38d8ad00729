// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import dev.baton.error.ConflictException;
import dev.baton.flow.ChildJobs;

/** Gives a running flow access to its job: log lines and child jobs. Thread-safe. */
public interface FlowHost {

  /** The host of a flow without a job. It drops log lines and cannot post child jobs. */
  FlowHost NONE =
      new FlowHost() {
        @Override
        public void log(String atom, String line) {
          // Nobody reads the log of a flow without a job.
        }

        @Override
        public ChildJobs childJobs() {
          throw new ConflictException(
              "this flow is run without an executor and cannot post jobs; post it as a job");
        }
      };

  /** Adds a log line of an atom. */
  void log(String atom, String line);

  /** The child jobs of the flow. */
  ChildJobs childJobs();
}
