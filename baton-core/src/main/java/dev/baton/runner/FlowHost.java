// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.error.ConflictException;
import dev.baton.flow.ChildJobs;

/** What a flow has of the job that it is the action of. Thread-safe. */
public interface FlowHost {

  /** A flow without a job: its lines are dropped, and it can post none. */
  FlowHost NONE =
      new FlowHost() {
        @Override
        public void log(String atom, String line) {
          // Nobody reads it.
        }

        @Override
        public ChildJobs childJobs() {
          throw new ConflictException(
              "this flow is run without an executor and cannot post jobs; post it as a job");
        }
      };

  /** Takes a line that an atom says. */
  void log(String atom, String line);

  /** The jobs that it posts. */
  ChildJobs childJobs();
}
