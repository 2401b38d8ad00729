// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineField;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the options of {@code sbatch} for an engine job. */
final class SubmitOptions {

  private static final String RAW = EngineField.RAW.text();
  private static final Set<String> RAW_KEYS = Set.of("partition", "account", "qos", "options");

  /** Options that users may not set, because the engine depends on their values. */
  private static final Set<String> TAKEN =
      Set.of(
          "array",
          "chdir",
          "comment",
          "error",
          "export",
          "export-file",
          "get-user-env",
          "input",
          "job-name",
          "kill-on-invalid-dep",
          "open-mode",
          "output",
          "parsable",
          "quiet",
          "test-only",
          "uid",
          "gid",
          "wait",
          "wrap",
          "help",
          "usage",
          "version",
          "clusters");

  private static final String TAKEN_LETTERS = "aDeioJWhVMQu";
  private static final long KIBIBYTE = 1024;
  private static final long SECONDS_PER_MINUTE = 60;

  private SubmitOptions() {}

  /**
   * Returns the options. The raw options of the spec come after the options of the engine's
   * settings, so that they take precedence.
   */
  static List<String> of(
      EngineSpec spec, String uid, SlurmJobFolder files, SlurmSettings settings) {
    List<String> options = new ArrayList<>();
    options.add("--parsable");
    options.add("--job-name=" + spec.name());
    options.add("--comment=" + comment(spec, uid, settings));
    // Only Slurm's messages go to this file. The program's output has separate files.
    options.add("--output=" + messages(files, spec.instances()));
    if (spec.instances() != null) {
      options.add("--array=" + tasks(spec.instances()));
    }
    options.add("--open-mode=append");
    options.add("--input=/dev/null");
    options.add("--chdir=" + files.work());
    options.add("--export=ALL");
    options.add("--ntasks=1");
    options.add(spec.lifetime().backoffLimit() > 0 ? "--requeue" : "--no-requeue");
    addResources(options, spec.resources());
    Duration timeout = spec.lifetime().timeout();
    if (timeout != null) {
      options.add("--time=" + minutes(timeout));
    }
    options.addAll(settings.submission());
    options.addAll(raw(spec.raw()));
    return options;
  }

  /** Returns the file for Slurm's messages. Each task of an array has a separate file. */
  private static String messages(SlurmJobFolder files, @Nullable EngineInstances instances) {
    String folder = files.path().toString().replace("%", "%%");
    return folder + (instances == null ? "/" : "/%a/") + files.messages().getFileName();
  }

  private static String tasks(EngineInstances instances) {
    String all = "0-" + (instances.count() - 1);
    return instances.atOnce() == null ? all : all + "%" + instances.atOnce();
  }

  private static String comment(EngineSpec spec, String uid, SlurmSettings settings) {
    ObjectNode comment = JsonNodeFactory.instance.objectNode();
    comment.put(EngineLabels.INSTALLATION, settings.installation());
    comment.put(SlurmCommandOutput.UID, uid);
    for (String label : List.of(EngineLabels.JOB, EngineLabels.TOKEN)) {
      if (spec.labels().containsKey(label)) {
        comment.put(label, spec.labels().get(label));
      }
    }
    return comment.toString();
  }

  private static void addResources(List<String> options, EngineResources resources) {
    BigDecimal cpus = resources.cpuLimit() == null ? resources.cpuRequest() : resources.cpuLimit();
    if (cpus != null) {
      // Slurm allocates whole processors. Therefore the number of cores is rounded up.
      options.add("--cpus-per-task=" + cpus.setScale(0, RoundingMode.CEILING));
    }
    Long memory =
        resources.memoryLimit() == null ? resources.memoryRequest() : resources.memoryLimit();
    if (memory != null) {
      options.add("--mem=" + Math.ceilDiv(memory, KIBIBYTE) + "K");
    }
  }

  /**
   * Returns Slurm's time limit in minutes. The script enforces the timeout to the second; Slurm's
   * limit applies if the script cannot.
   */
  private static long minutes(Duration timeout) {
    return Math.ceilDiv(timeout.toSeconds() + 1, SECONDS_PER_MINUTE);
  }

  /** Returns the options in the raw settings of a spec. */
  static List<String> raw(ObjectNode raw) {
    List<String> options = new ArrayList<>();
    raw.properties()
        .forEach(setting -> {
          if (!RAW_KEYS.contains(setting.getKey())) {
            throw new InvalidInputException(
                RAW
                    + " has '"
                    + setting.getKey()
                    + "'; known with Slurm: "
                    + String.join(", ", RAW_KEYS.stream().sorted().toList()));
          }
          if (!setting.getKey().equals("options")) {
            options.add("--" + setting.getKey() + "=" + text(setting.getKey(), setting.getValue()));
          }
        });
    JsonNode more = raw.get("options");
    if (more != null) {
      options.addAll(words(more));
    }
    return options;
  }

  private static List<String> words(JsonNode node) {
    if (!node.isArray()) {
      throw new InvalidInputException(
          RAW + " has options that are not a list; expected such as [\"--gres=gpu:1\"]");
    }
    List<String> words = new ArrayList<>();
    node.forEach(word -> words.add(text("options", word)));
    requireAllowed(RAW + " options", words);
    return words;
  }

  private static String text(String key, @Nullable JsonNode node) {
    if (node == null || !node.isTextual() || node.asText().indexOf('\0') >= 0) {
      throw new InvalidInputException(RAW + " has " + key + " '" + node + "'; expected text");
    }
    return node.asText();
  }

  /**
   * Refuses options that the engine sets itself, and words that are no options: {@code sbatch}
   * would take them for the name of a script.
   */
  static void requireAllowed(String where, List<String> words) {
    for (String word : words) {
      boolean is =
          word.startsWith("--")
              ? isFree(word.substring(2).split("=", 2)[0])
              : word.matches("-[A-Za-z].*") && TAKEN_LETTERS.indexOf(word.charAt(1)) < 0;
      if (!is) {
        throw new InvalidInputException(
            where
                + " has '"
                + word
                + "'; allowed: options of sbatch in one word, such as --gres=gpu:1 or -pdebug, but "
                + "not those that Baton sets itself; for arrays, set instances instead");
      }
    }
  }

  /**
   * Whether users may set the option. {@code sbatch} accepts abbreviated options, so the prefixes
   * of refused options are refused too.
   */
  private static boolean isFree(String option) {
    return option.matches("[a-z][a-z0-9-]+")
        && TAKEN.stream().noneMatch(taken -> taken.startsWith(option));
  }
}
