// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The program of an engine job.
 *
 * @param command the program and its first arguments, without a shell; empty for the program of the
 *     image. If the program does not exist, the engine job ends with {@link
 *     EngineReason#CANNOT_START}, at once or later.
 * @param args further arguments; they replace the arguments of the image
 * @param env environment variables; a value is any text without NUL
 * @param secrets environment variables whose values must be kept secret
 * @param workdir an absolute path; null for the default of the image or the engine
 */
public record EngineProgram(
    List<String> command,
    List<String> args,
    Map<String, String> env,
    Map<String, EngineSecret> secrets,
    @Nullable String workdir) {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  public EngineProgram {
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    command.forEach(word -> checkNoNul("command", word));
    args.forEach(word -> checkNoNul("args", word));
    env.forEach((name, value) -> checkVariable("env", name, value));
    secrets.forEach((name, secret) -> checkVariable("secrets", name, ""));
    if (workdir != null && (!workdir.startsWith("/") || workdir.indexOf('\0') >= 0)) {
      throw new InvalidInputException("workdir is '" + workdir + "'; expected an absolute path");
    }
    for (String name : secrets.keySet()) {
      if (env.containsKey(name)) {
        throw new InvalidInputException(
            "env and secrets both have the variable '" + name + "'; remove one of them");
      }
    }
  }

  private static void checkVariable(String field, String name, String value) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new InvalidInputException(
          field
              + " has the variable '"
              + name
              + "'; allowed: letters, digits, '_', '.' and '-', a letter or '_' first");
    }
    checkNoNul(field, value);
  }

  private static void checkNoNul(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidInputException(field + " has a NUL character, which no program can receive");
    }
  }
}
