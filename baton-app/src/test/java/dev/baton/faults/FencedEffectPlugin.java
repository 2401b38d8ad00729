// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import dev.baton.plugin.JobRun;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Actions whose effects a file records. The file is a service that honours fencing tokens: it
 * refuses a writer whose token is smaller than one that it has seen for the same job.
 */
public final class FencedEffectPlugin implements Plugin {

  /** What both actions take. */
  public record Parameters(String file, long millis) {}

  @Override
  public void register(Registry registry) {
    registry.action("fenced_append", Parameters.class, FencedEffectPlugin::append);
    registry.action("stubborn_append", Parameters.class, FencedEffectPlugin::appendStubbornly);
  }

  private static void append(JobRun run, Parameters parameters) throws Exception {
    new CountDownLatch(1).await(parameters.millis(), TimeUnit.MILLISECONDS);
    record(run, Path.of(parameters.file()), "done");
  }

  /** Tells the file about its start, and does not end when interrupted: the worst of actions. */
  private static void appendStubbornly(JobRun run, Parameters parameters) throws Exception {
    record(run, Path.of(parameters.file()), "start");
    try {
      new CountDownLatch(1).await(parameters.millis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      record(run, Path.of(parameters.file()), "interrupted");
    }
    record(run, Path.of(parameters.file()), "done");
  }

  private static void record(JobRun run, Path file, String what) throws IOException {
    String line =
        what + " " + run.job().id() + " " + run.fencingToken() + " " + run.attempt() + "\n";
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // One lock per process is held by the channel; threads of one JVM queue on the class.
      synchronized (FencedEffectPlugin.class) {
        try (var lock = channel.lock()) {
          if (newestToken(channel, run.job().id().toString()) <= run.fencingToken()) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), channel.size());
          }
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
