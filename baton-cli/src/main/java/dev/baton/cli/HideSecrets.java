// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.SettingKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Overwrites the secrets among this process's command line arguments, which every user of the
 * machine can read.
 *
 * <p>On Linux, the arguments are in the memory of the process, and a process may write its own
 * memory. The script {@code baton} is safer, because it does not pass secrets as arguments. This
 * class protects users who start Java directly. On other systems, it does nothing.
 */
final class HideSecrets {

  private static final Path SELF = Path.of("/proc/self");
  private static final Set<String> COMMANDS = Set.of("executor", "distributor");
  private static final Set<String> FLAGS =
      Set.of(SettingKey.PASSWORD.flag(), SettingKey.API_SECRET.flag(), "--api-pass", "--ss-pass");

  /**
   * The position of the field {@code arg_start} (the address of the arguments in memory) in {@code
   * /proc/PID/stat}, counted from the first field after the process name; see proc(5).
   */
  private static final int ARG_START = 45;

  private HideSecrets() {}

  /**
   * The position of a secret on the command line.
   *
   * @param argument the index of the argument that contains the secret
   * @param after the number of characters of this argument before the secret; these characters stay
   *     visible
   */
  record SecretPosition(int argument, int after) {}

  static void of(String[] args) {
    List<SecretPosition> places = places(List.of(args));
    if (places.isEmpty() || !Files.exists(SELF)) {
      return;
    }
    try {
      overwrite(args, places);
    } catch (IOException | RuntimeException e) {
      System.err.println(
          "baton: the password on the command line can be seen by others ("
              + e
              + "); use BATON_PASSWORD, BATON_API_SECRET or --credentials-file");
    }
  }

  /** Finds the secrets among the arguments. */
  static List<SecretPosition> places(List<String> args) {
    List<SecretPosition> places = new ArrayList<>();
    if (args.isEmpty() || !COMMANDS.contains(args.getFirst())) {
      return places;
    }
    for (int i = 0; i < args.size(); i++) {
      int equals = args.get(i).indexOf('=');
      if (FLAGS.contains(args.get(i)) && i + 1 < args.size()) {
        places.add(new SecretPosition(i + 1, 0));
        i++;
      } else if (equals > 0 && FLAGS.contains(args.get(i).substring(0, equals))) {
        places.add(new SecretPosition(i, equals + 1));
      }
    }
    return places;
  }

  private static void overwrite(String[] args, List<SecretPosition> places) throws IOException {
    byte[] line = Files.readAllBytes(SELF.resolve("cmdline"));
    int[] starts = starts(line, args);
    long base = base();
    try (RandomAccessFile memory = new RandomAccessFile(SELF.resolve("mem").toFile(), "rw")) {
      for (SecretPosition secretPosition : places) {
        int from = starts[secretPosition.argument()] + secretPosition.after();
        byte[] stars = new byte[end(line, from) - from];
        Arrays.fill(stars, (byte) '*');
        memory.seek(base + from);
        memory.write(stars);
      }
    }
  }

  /**
   * Returns the offset of each argument in the content of {@code /proc/PID/cmdline}. The content is
   * the Java command, its options and, last, the arguments. Each of them ends with a zero byte.
   */
  private static int[] starts(byte[] line, String[] args) throws IOException {
    List<Integer> all = new ArrayList<>(List.of(0));
    for (int i = 0; i < line.length - 1; i++) {
      if (line[i] == 0) {
        all.add(i + 1);
      }
    }
    int before = all.size() - args.length;
    int[] starts = new int[args.length];
    for (int i = 0; i < args.length; i++) {
      starts[i] = before < 0 ? -1 : all.get(before + i);
      if (before < 0 || !isAt(line, starts[i], args[i])) {
        throw new IOException("the arguments are not at the expected place in memory");
      }
    }
    return starts;
  }

  private static boolean isAt(byte[] line, int start, String argument) {
    Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return new String(line, start, end(line, start) - start, charset).equals(argument);
  }

  /** Returns the end of the string that contains the byte at {@code start}. */
  private static int end(byte[] line, int start) {
    int end = start;
    while (end < line.length && line[end] != 0) {
      end++;
    }
    return end;
  }

  private static long base() throws IOException {
    String stat = Files.readString(SELF.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
    return Long.parseUnsignedLong(fields[ARG_START]);
  }
}
