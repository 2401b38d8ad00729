// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The system calls with which a process changed some files, in their order, from the output of
 * {@code strace -f -y -xx}. A write counts from its beginning, a synchronization from its end.
 */
final class FileTrace {

  /** A change of a file, or a write of acknowledgements. */
  sealed interface Call {
    Path file();
  }

  @SuppressWarnings("ArrayRecordComponent") // not compared
  record Write(Path file, long at, byte[] bytes) implements Call {}

  record Truncate(Path file, long size) implements Call {}

  record Delete(Path file) implements Call {}

  /** The beginning of a synchronization: it covers the changes before this call. */
  record SyncBegin(Path file, String thread) implements Call {}

  record SyncEnd(Path file, String thread) implements Call {}

  private static final String APPENDED = "write";
  private static final Set<String> SYNCS = Set.of("fsync", "fdatasync");
  private static final String RESUMED = "<... ";
  private static final String UNFINISHED = "<unfinished ...>";

  private final Map<String, Path> synced = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  private FileTrace() {}

  /** The options with which strace writes the changes of these files to a log. */
  static List<String> command(Path log, List<Path> files) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-y",
                "-qq",
                "-xx",
                "-s",
                String.valueOf(1 << 26),
                "--seccomp-bpf",
                "-e",
                "trace=write,pwrite64,ftruncate,fsync,fdatasync,unlink",
                "-e",
                "signal=none",
                "-o",
                log.toString()));
    for (Path file : files) {
      command.add("-P");
      command.add(file.toString());
    }
    return command;
  }

  /**
   * Reads a log.
   *
   * @throws IOException if a line is not understood
   */
  static List<Call> read(Path log) throws IOException {
    FileTrace trace = new FileTrace();
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        trace.line(line);
      }
    }
    return trace.calls;
  }

  private void line(String line) throws IOException {
    String thread = line.substring(0, line.indexOf(' '));
    String call = line.substring(line.indexOf(' ')).strip();
    if (call.startsWith("+++") || call.startsWith("---")) {
      return;
    }
    if (call.startsWith(RESUMED)) {
      String name = call.substring(RESUMED.length(), call.indexOf(' ', RESUMED.length()));
      if (SYNCS.contains(name) && call.endsWith("= 0")) {
        calls.add(new SyncEnd(begunSync(thread), thread));
      }
      return;
    }
    begun(thread, call);
  }

  private Path begunSync(String thread) throws IOException {
    @Nullable Path file = synced.get(thread);
    if (file == null) {
      throw new IOException("the log has the end of a synchronization without its beginning");
    }
    return file;
  }

  private void begun(String thread, String call) throws IOException {
    String name = call.substring(0, call.indexOf('('));
    boolean isFinished = !call.endsWith(UNFINISHED);
    if (SYNCS.contains(name)) {
      Path file = opened(call);
      calls.add(new SyncBegin(file, thread));
      synced.put(thread, file);
      if (isFinished) {
        calls.add(new SyncEnd(file, thread));
      }
      return;
    }
    switch (name) {
      case APPENDED -> calls.add(new Write(opened(call), -1, bytes(call)));
      case "pwrite64" -> calls.add(new Write(opened(call), lastNumber(call), bytes(call)));
      case "ftruncate" -> calls.add(new Truncate(opened(call), lastNumber(call)));
      case "unlink" ->
          calls.add(new Delete(Path.of(new String(bytes(call), StandardCharsets.UTF_8))));
      default -> throw new IOException("unexpected system call '" + name + "'");
    }
  }

  /** The file of the first argument, as in {@code fsync(7</folder/file>)}. */
  private static Path opened(String call) {
    String path = call.substring(call.indexOf('<') + 1, call.indexOf('>'));
    return Path.of(
        path.contains("\\x") ? new String(unescaped(path), StandardCharsets.UTF_8) : path);
  }

  private static byte[] bytes(String call) throws IOException {
    int begin = call.indexOf('"');
    int end = call.lastIndexOf('"');
    if (call.startsWith("...", end + 1)) {
      throw new IOException("a system call is not complete in the log");
    }
    return unescaped(call.substring(begin + 1, end));
  }

  private static byte[] unescaped(String text) {
    return HexFormat.of().parseHex(text.replace("\\x", ""));
  }

  private static long lastNumber(String call) {
    String arguments =
        call.endsWith(UNFINISHED)
            ? call.substring(0, call.length() - UNFINISHED.length())
            : call.substring(0, call.lastIndexOf(')'));
    return Long.parseLong(arguments.substring(arguments.lastIndexOf(',') + 1).strip());
  }
}
