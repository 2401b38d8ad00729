// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program under attack: Baton's own classes and libraries, without the classes of the campaign.
 *
 * @param classPath in the form of the operating system
 * @param options additional JVM options, such as an agent
 */
public record BatonProgram(String classPath, List<String> options) {

  private static final String OWN = "baton-campaign";

  public BatonProgram {
    options = List.copyOf(options);
  }

  /** The program on the class path of this process. */
  public static BatonProgram ofThisProcess() {
    return new BatonProgram(
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry ->
                !entry.contains(OWN + File.separator + "target" + File.separator)
                    || !isOwn(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator)),
        List.of());
  }

  private static boolean isOwn(Path entry) {
    return Files.isDirectory(entry) || entry.getFileName().toString().startsWith(OWN);
  }

  /** The same program with additional JVM options. */
  public BatonProgram with(List<String> more) {
    return new BatonProgram(classPath, Stream.concat(options.stream(), more.stream()).toList());
  }

  /** The same program with the classes and resources of this folder before its own. */
  BatonProgram behind(Path folder) {
    return new BatonProgram(folder + File.pathSeparator + classPath, options);
  }

  /** The command that runs a main class with this heap size. */
  List<String> java(int heapMegabytes, List<String> more, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Xmx" + heapMegabytes + "m");
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xlog:cds*=off", "-Xshare:auto"));
    command.addAll(more);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /** The command that runs Baton. */
  List<String> baton(int heapMegabytes, List<String> arguments) {
    return java(heapMegabytes, options, "dev.baton.cli.Main", arguments);
  }
}
