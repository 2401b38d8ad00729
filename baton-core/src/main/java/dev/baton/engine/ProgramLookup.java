// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs as a shell would, so that one that is missing can be told from one that fails. */
public final class ProgramLookup {
  /** What shells answer for a program that cannot be executed. */
  public static final int CANNOT_EXECUTE = 126;

  /** What shells answer for a program that does not exist. */
  public static final int NOT_FOUND = 127;

  /** Java tells the errors of the system apart by text only. */
  private static final Pattern ERROR = Pattern.compile("\\berror(?:=|: )(\\d+)\\b");

  private static final String TOO_LONG = "7";

  /** EAGAIN, ENOMEM, ENFILE and EMFILE. */
  private static final Map<String, String> LACKS =
      Map.of(
          "11", "this executor or its machine has too many processes or threads",
          "12", "this executor's machine has too little memory",
          "23", "this executor's machine has too many open files",
          "24", "this executor has too many open files");

  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private ProgramLookup() {}

  /** What came of looking for a program. */
  public sealed interface LookupResult {
    /** It can be executed. */
    record Found(Path program) implements LookupResult {}

    /**
     * It cannot.
     *
     * @param code {@link #NOT_FOUND} or {@link #CANNOT_EXECUTE}
     */
    record Failed(int code, String message) implements LookupResult {}
  }

  /** Looks for a program in the folders that the environment's {@code PATH} names. */
  public static LookupResult find(String name, Map<String, String> environment, Path dir) {
    String path = environment.getOrDefault("PATH", DEFAULT_PATH);
    Optional<Path> found =
        name.contains("/")
            ? Optional.of(resolved(dir, name)).filter(Files::exists)
            : onPath(name, path, dir);
    if (found.isEmpty()) {
      String where = name.contains("/") ? "" : "; PATH is " + path;
      return new LookupResult.Failed(
          NOT_FOUND, "command '" + name + "' not found on this executor" + where);
    }
    Path program = found.get();
    if (Files.isDirectory(program) || !Files.isExecutable(program)) {
      return new LookupResult.Failed(
          CANNOT_EXECUTE, "command '" + name + "' is not an executable file: " + program);
    }
    return new LookupResult.Found(program);
  }

  /**
   * What shells answer if the arguments or the environment of a program are longer than the system
   * takes.
   *
   * @param e what came of starting it
   * @return empty if the reason is another one
   */
  public static Optional<LookupResult.Failed> tooLong(IOException e) {
    return error(e)
        .filter(TOO_LONG::equals)
        .map(error ->
            new LookupResult.Failed(
                CANNOT_EXECUTE,
                "Argument list too long: the arguments or the environment of the command are"
                    + " longer than the system allows; pass long values in a file or by standard"
                    + " input"));
  }

  /**
   * Which resource of this process or its machine is used up, if that is why a program could not be
   * started: a later try may succeed.
   */
  public static Optional<String> missingResource(IOException e) {
    return error(e).map(LACKS::get);
  }

  private static Optional<String> error(IOException e) {
    // The message of the exception itself has names that may look like an error.
    Throwable reason = e.getCause() == null ? e : e.getCause();
    Matcher matcher = ERROR.matcher(String.valueOf(reason.getMessage()));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A program of the system, if it is there. */
  public static Optional<Path> findOnSystemPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + DEFAULT_PATH;
    return onPath(name, path, Path.of("/"));
  }

  private static Optional<Path> onPath(String name, String path, Path dir) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
        .map(folder -> resolved(resolved(dir, folder), name))
        .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
        .findFirst();
  }

  private static Path resolved(Path dir, String name) {
    try {
      return dir.resolve(name);
    } catch (InvalidPathException e) {
      // No file can have this name; one that is never there says it as well.
      return dir.resolve("\u2205");
    }
  }
}
