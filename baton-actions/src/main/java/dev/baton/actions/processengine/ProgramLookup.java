// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

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

/**
 * Finds programs as a shell does, so that a missing program can be distinguished from a program
 * that fails.
 */
public final class ProgramLookup {
  /** The exit code of a shell for a program that cannot be executed. */
  public static final int CANNOT_EXECUTE = 126;

  /** The exit code of a shell for a program that does not exist. */
  public static final int NOT_FOUND = 127;

  /**
   * Matches the error number of the operating system in the message of a Java exception. Java
   * reports the number only there.
   */
  private static final Pattern ERROR = Pattern.compile("\\berror(?:=|: )(\\d+)\\b");

  private static final String TOO_LONG = "7";

  /** The message for each error number: EAGAIN, ENOMEM, ENFILE and EMFILE. */
  private static final Map<String, String> MISSING_RESOURCES =
      Map.of(
          "11", "this executor or its machine has too many processes or threads",
          "12", "this executor's machine has too little memory",
          "23", "this executor's machine has too many open files",
          "24", "this executor has too many open files");

  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private ProgramLookup() {}

  /** The result of a lookup. */
  public sealed interface LookupResult {
    /** The program can be executed. */
    record Found(Path program) implements LookupResult {}

    /**
     * The program cannot be executed.
     *
     * @param code {@link #NOT_FOUND} or {@link #CANNOT_EXECUTE}
     */
    record Failed(int code, String message) implements LookupResult {}
  }

  /** Finds a program in the folders that {@code PATH} in the environment names. */
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
   * Returns the failure that a shell reports if the arguments or the environment of a program are
   * longer than the system allows.
   *
   * @param e the exception that the start of the program threw
   * @return empty if the exception has another reason
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
   * Describes the exhausted resource of this process or its machine, if a program could not be
   * started for that reason; otherwise empty. A later attempt may succeed.
   */
  public static Optional<String> missingResource(IOException e) {
    return error(e).map(MISSING_RESOURCES::get);
  }

  private static Optional<String> error(IOException e) {
    // The message of the exception itself contains names that may look like an error number.
    // Therefore only the message of the cause is searched.
    Throwable reason = e.getCause() == null ? e : e.getCause();
    Matcher matcher = ERROR.matcher(String.valueOf(reason.getMessage()));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Finds a program on the executor's search path or in the usual folders; empty if there is none.
   */
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
      // No file can have this name. The returned path represents a file that does not exist.
      return dir.resolve("\u2205");
    }
  }
}
