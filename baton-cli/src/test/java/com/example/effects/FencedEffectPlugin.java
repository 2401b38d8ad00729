// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.effects;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.baton.flow.Flow;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Actions and a flow whose effects are recorded in a file, each with the process that requested it.
 * The file acts as a service that honours fencing tokens: it refuses a writer whose token is
 * smaller than a token that it has seen for the same job.
 */
public final class FencedEffectPlugin implements Plugin {

  /** The parameters of the actions and the flow. */
  public record Parameters(String file, long millis) {}

  /** The execution that causes an effect. */
  private record Actor(String job, long token, int attempt) {
    static Actor of(JobRun run) {
      return new Actor(run.job().id().toString(), run.fencingToken(), run.attempt());
    }

    static Actor of(TaskContext task) {
      String[] key = task.idempotencyKey().split("/");
      return new Actor(key[0] + "/" + key[1], task.fencingToken(), task.attempt());
    }
  }

  @Override
  public void register(Registry registry) {
    registry.action("fenced_append", Parameters.class, FencedEffectPlugin::append);
    registry.action("stubborn_append", Parameters.class, FencedEffectPlugin::appendStubbornly);
    registry.flow("fenced_steps", Parameters.class, FencedEffectPlugin::steps);
  }

  private static Flow steps(Parameters parameters) {
    Path file = Path.of(parameters.file());
    return Flow.linear("fenced_steps")
        .add(
            Task.named("first").run(task -> record(Actor.of(task), file, "first")),
            Task.named("second")
                .run(task -> {
                  record(Actor.of(task), file, "second");
                  if (task.attempt() == 1) {
                    new CountDownLatch(1).await(parameters.millis(), TimeUnit.MILLISECONDS);
                  }
                }),
            Task.named("third").run(task -> record(Actor.of(task), file, "third")));
  }

  private static void append(JobRun run, Parameters parameters) throws Exception {
    new CountDownLatch(1).await(parameters.millis(), TimeUnit.MILLISECONDS);
    record(Actor.of(run), Path.of(parameters.file()), "done");
  }

  /** Records its start in the file and ignores interrupts: the worst case of an action. */
  private static void appendStubbornly(JobRun run, Parameters parameters) throws Exception {
    record(Actor.of(run), Path.of(parameters.file()), "start");
    try {
      new CountDownLatch(1).await(parameters.millis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      record(Actor.of(run), Path.of(parameters.file()), "interrupted");
    }
    record(Actor.of(run), Path.of(parameters.file()), "done");
  }

  private static void record(Actor actor, Path file, String what) throws IOException {
    String line =
        "%s %s %d %d %d\n"
            .formatted(what, actor.job, actor.token, actor.attempt, ProcessHandle.current().pid());
    // The operating system drops a process's locks on a file when any thread of the process closes
    // the file. Therefore, opening and closing are also inside the synchronized block.
    synchronized (FencedEffectPlugin.class) {
      try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
          var lock = channel.lock()) {
        if (newestToken(channel, actor.job) <= actor.token) {
          channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), channel.size());
        }
      }
    }
  }

  private static long newestToken(FileChannel channel, String job) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) channel.size());
    channel.read(content, 0);
    return new String(content.array(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words[1].equals(job))
        .mapToLong(words -> Long.parseLong(words[2]))
        .max()
        .orElse(0);
  }
}
