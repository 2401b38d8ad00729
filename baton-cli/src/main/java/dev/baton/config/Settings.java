// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Durations;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of all {@link SettingKey}s. A flag takes precedence over the environment, and the
 * environment takes precedence over the configuration file.
 *
 * <p>If a value is invalid, the problem is recorded and the default is returned, so that {@link
 * #check()} can report all problems at once. Not thread-safe.
 */
public final class Settings {

  /**
   * A value, and where it came from (flag, environment or file); error messages name the source.
   */
  private record Found(String value, String source) {}

  private final Map<String, String> flags;
  private final Map<String, String> environment;
  private final Map<String, String> file = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private String fileName = "";

  /**
   * Creates settings without a configuration file.
   *
   * @param flags the values by {@link SettingKey#flag()}
   * @param environment the environment variables of the process
   */
  public Settings(Map<String, String> flags, Map<String, String> environment) {
    this.flags = Map.copyOf(flags);
    this.environment = Map.copyOf(environment);
  }

  /**
   * Reads the configuration file that {@link SettingKey#CONFIG} names. If that setting is missing,
   * reads {@code usual} if this file exists.
   */
  public Settings withFile(Path usual) {
    String named = text(SettingKey.CONFIG);
    Path path = named == null ? usual : Path.of(named);
    if (named != null || Files.exists(path)) {
      read(path);
    }
    return this;
  }

  /** The text as given. Null if the setting is not set or blank. */
  public @Nullable String text(SettingKey settingKey) {
    Found found = find(settingKey);
    return found == null ? null : found.value();
  }

  /** The text as given, or the default. */
  public String text(SettingKey settingKey, String orElse) {
    String value = text(settingKey);
    return value == null ? orElse : value;
  }

  /** A whole number within the bounds, or the default. */
  public int number(SettingKey settingKey, int min, int max, int orElse) {
    return parsed(
        settingKey,
        orElse,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new InvalidInputException("out of range");
          }
          return value;
        },
        "a whole number from " + min + " to " + max);
  }

  /** A duration of at least {@code min}, or the default. */
  public Duration duration(SettingKey settingKey, Duration min, Duration orElse) {
    return parsed(
        settingKey,
        orElse,
        text -> {
          Duration value = Durations.parse(text);
          if (value.compareTo(min) < 0) {
            throw new InvalidInputException("too short");
          }
          return value;
        },
        "a duration of at least " + Durations.text(min) + ", such as 90s, 10m or PT90S");
  }

  /** Whether a switch is on. */
  public boolean isOn(SettingKey settingKey) {
    return choice(settingKey, List.of("true", "false"), "false").equals("true");
  }

  /** Whether the setting was given as a flag. */
  public boolean isFlag(SettingKey settingKey) {
    return flags.containsKey(settingKey.flag());
  }

  /** The parts of a value that is a list. Commas or blanks separate the parts. */
  public List<String> parts(SettingKey settingKey) {
    return Arrays.stream(text(settingKey, "").split("[,\\s]+"))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * The text, or the default if the setting is missing. A text that is not one of the words is a
   * problem.
   */
  public String choice(SettingKey settingKey, List<String> words, String orElse) {
    return parsed(
        settingKey,
        orElse,
        text -> {
          if (!words.contains(text)) {
            throw new InvalidInputException("unknown word");
          }
          return text;
        },
        "one of " + String.join(", ", words));
  }

  /**
   * Returns the value that the parser makes from the text. Null if the setting is missing. If the
   * parser throws InvalidInputException, its message is recorded as a problem, and null is
   * returned.
   */
  public <T> @Nullable T parsed(SettingKey settingKey, Function<String, T> parser) {
    String value = text(settingKey);
    try {
      return value == null ? null : parser.apply(value);
    } catch (InvalidInputException e) {
      problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Records a problem that other code found in the settings; {@link #check()} reports it. */
  public void problem(String text) {
    problems.add(text);
  }

  /**
   * Checks that all values that were read are valid.
   *
   * @throws InvalidInputException if problems were recorded; the message names all of them
   */
  public void check() {
    if (problems.size() == 1) {
      throw new InvalidInputException(problems.getFirst());
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          problems.size() + " settings are wrong:\n  " + String.join("\n  ", problems));
    }
  }

  private <T> T parsed(
      SettingKey settingKey, T orElse, Function<String, T> parser, String expected) {
    Found found = find(settingKey);
    if (found == null) {
      return orElse;
    }
    try {
      return parser.apply(found.value());
    } catch (NumberFormatException | InvalidInputException e) {
      problems.add(
          settingKey.word()
              + " is '"
              + found.value()
              + "' (from "
              + found.source()
              + "); expected "
              + expected);
      return orElse;
    }
  }

  private @Nullable Found find(SettingKey settingKey) {
    String flag = flags.get(settingKey.flag());
    if (flag != null) {
      return new Found(flag.strip(), settingKey.flag());
    }
    String variable = environment.get(settingKey.variable());
    if (variable != null && !variable.isBlank()) {
      return new Found(variable.strip(), settingKey.variable());
    }
    String line = file.get(settingKey.word());
    return line == null || line.isBlank() ? null : new Found(line.strip(), fileName);
  }

  private void read(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("configuration file '" + path + "' cannot be read: " + e.getMessage());
      return;
    }
    fileName = path.toString();
    for (String word : new TreeSet<>(properties.stringPropertyNames())) {
      if (SettingKey.named(word).isPresent()) {
        file.put(word, properties.getProperty(word));
      } else {
        problems.add(
            "'"
                + word
                + "' in "
                + path
                + " is unknown"
                + DidYouMean.suffix(SettingKey.words(), word));
      }
    }
  }
}
