// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jobs of the demo: commands on files of this machine, effects with an idempotency key, waits
 * with progress, and a few jobs with a priority, a delay, or a first attempt that fails.
 */
record DemoJobs(CommandContext commandContext, Path folder, List<Path> files) {

  /**
   * The tag by which the report of the demo finds the jobs that write a line to the effects file.
   */
  static final String EFFECT = "effect";

  private static final int MAX_FILES = 120;
  private static final long MAX_SIZE = 2_000_000;

  /**
   * An external effect that may be requested twice: the receiver remembers the idempotency keys of
   * completed requests and refuses a repetition. If two attempts ever run at the same time, both
   * find no key, and the file has two lines.
   */
  private static final String EFFECT_SCRIPT =
      """
      #!/bin/sh
      sleep "$2"
      if grep -qs "^$BATON_IDEMPOTENCY_KEY " "$1"; then
        echo "done before"
        exit 0
      fi
      echo "$BATON_IDEMPOTENCY_KEY $BATON_JOB_ID $BATON_FENCING_TOKEN" >> "$1"
      """;

  private static final String SECOND_TIME_SCRIPT =
      """
      #!/bin/sh
      test "$BATON_ATTEMPT" -ge 2 || { echo "not this time"; exit 1; }
      """;

  static DemoJobs in(Path folder, CommandContext commandContext) {
    try {
      Files.writeString(folder.resolve("effect.sh"), EFFECT_SCRIPT);
      Files.writeString(folder.resolve("second-time.sh"), SECOND_TIME_SCRIPT);
    } catch (IOException e) {
      throw new UnavailableException("'" + folder + "' cannot be written: " + e.getMessage(), e);
    }
    return new DemoJobs(commandContext, folder, filesOfThisMachine());
  }

  /** The file that the effects write to. */
  Path effects() {
    return folder.resolve("effects");
  }

  /** Returns the given number of jobs, a mixture of all kinds. */
  ArrayNode documents(int count) {
    ArrayNode documents = ApiClient.JSON.createArrayNode();
    for (int i = 0; i < count; i++) {
      documents.add(document(i));
    }
    return documents;
  }

  private ObjectNode document(int i) {
    ObjectNode job =
        switch (i % 10) {
          case 0, 5 -> effect(1 + i % 3);
          case 2, 7 -> dummy(2 + i % 4);
          default -> command(fileCommand(i));
        };
    if (i % 20 == 3) {
      job.put("priority", 1);
    }
    if (i % 20 == 13) {
      job.put("not-before", commandContext.clock().now().plusSeconds(2 + i % 5).toString());
    }
    if (i % 100 == 9) {
      job = command(List.of("sh", folder.resolve("second-time.sh").toString()));
      job.put("max-attempts", 3);
    }
    return job;
  }

  private ObjectNode effect(int seconds) {
    ObjectNode job =
        command(
            List.of(
                "sh",
                folder.resolve("effect.sh").toString(),
                effects().toString(),
                String.valueOf(seconds)));
    job.withArray("tags").add(EFFECT);
    return job;
  }

  private static ObjectNode dummy(int seconds) {
    return job("dummy_test_action", ApiClient.JSON.createObjectNode().put("seconds", seconds));
  }

  private static ObjectNode command(List<String> words) {
    ObjectNode parameters = ApiClient.JSON.createObjectNode();
    words.forEach(parameters.withArray("command")::add);
    return job("run_command", parameters);
  }

  private static ObjectNode job(String action, ObjectNode parameters) {
    ObjectNode job = ApiClient.JSON.createObjectNode().put("action", action);
    job.put("payload", parameters.toString());
    return job;
  }

  private List<String> fileCommand(int i) {
    String file = files.get(i % files.size()).toString();
    return switch (i % 3) {
      case 0 -> List.of("cksum", file);
      case 1 -> List.of("wc", file);
      default -> List.of("sort", "-o", "/dev/null", file);
    };
  }

  /**
   * Readable files of moderate size that every machine has, at least the files of the Java
   * installation.
   */
  private static List<Path> filesOfThisMachine() {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(Path.of("/usr/share"), Path.of(System.getProperty("java.home")))) {
      try (Stream<Path> walk = Files.walk(root, 4)) {
        walk.filter(DemoJobs::isSuitable).limit(MAX_FILES - found.size()).forEach(found::add);
      } catch (IOException | UncheckedIOException e) {
        // A folder that may not be read ends the walk. The files found so far may suffice, or the
        // next root has more.
      }
    }
    if (found.isEmpty()) {
      throw new UnavailableException("found no readable files on this machine to work on");
    }
    return found;
  }

  private static boolean isSuitable(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.isReadable(file)
          && Files.size(file) > 0
          && Files.size(file) < MAX_SIZE;
    } catch (IOException e) {
      return false;
    }
  }
}
