// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import dev.baton.testkit.job.RecordingRun;
import java.util.List;
import java.util.Map;

/** A process that runs a command until the test kills the process. */
final class CommandHolder {

  private CommandHolder() {}

  public static void main(String[] arguments) throws Exception {
    Clock clock = Clock.system();
    Job job =
        Job.posted(
            JobId.create(clock.now()),
            JobSpec.of("run_command"),
            Acl.ownedBy("user/a"),
            clock.now(),
            "user/a");
    JobService jobService =
        new JobService(new InMemoryBackend(clock).jobs(), (spec, caller) -> spec, clock);
    new RunCommand(clock)
        .run(
            RecordingRun.of(job, jobService.forCaller(Caller.internal())),
            new RunCommand.Options(List.of("sh", "-c", arguments[0]), Map.of(), null, null, null));
  }
}
