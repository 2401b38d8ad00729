// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.actions.processengine.ProcessExit;
import dev.baton.service.Threads;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web server in a separate process, which ends at the latest with this process. For one thread.
 */
final class WebServerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServerProcess.class);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

  private final Process process;
  private final ProcessExit exit;
  private final String address;

  private WebServerProcess(Process process, String address) {
    this.process = process;
    this.exit = ProcessExit.of(process);
    this.address = address;
  }

  /**
   * Starts the web server.
   *
   * @param id the id by which {@link #killAll} finds the web server
   */
  static WebServerProcess start(String id, HttpWebServer.Options options, Path dir)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx64m",
            "-cp",
            classPath(),
            ServeFiles.class.getName(),
            id,
            options.bind(),
            String.valueOf(options.port()),
            dir.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("BATON_"));
    builder.directory(dir.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // If Java cannot start the web server, its error message goes to the executor's own standard
    // error.
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    String address = options.bind() + ":" + options.port();
    Process process = builder.start();
    LOG.info("web server started: pid={} folder={} address={}", process.pid(), dir, address);
    return new WebServerProcess(process, address);
  }

  /** Kills every web server with this id on this machine, and waits for their end. */
  static void killAll(String id) {
    List<ProcessHandle> left =
        ProcessHandle.allProcesses()
            .filter(process ->
                process
                    .info()
                    .arguments()
                    .map(Arrays::asList)
                    .filter(
                        words -> words.contains(ServeFiles.class.getName()) && words.contains(id))
                    .isPresent())
            .toList();
    left.forEach(WebServerProcess::kill);
  }

  /** Waits for the end of the web server; false if it still runs after that time. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return exit.within(time);
  }

  /** Returns an exception with the reason why the web server ended. */
  WebServerEndedException ended() {
    int code = process.exitValue();
    String reason =
        code == ServeFiles.CANNOT_LISTEN
            ? " could not listen on " + address + ": it is in use, or no address of this machine"
            : " on " + address + " ended with code " + code;
    return new WebServerEndedException("web server, process " + process.pid() + "," + reason);
  }

  /** Kills the web server if it still runs. Returns when it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    exit.surelyWithin(KILLED_WITHIN);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOG.debug(
          "web server has ended, and its standard input cannot be closed: pid={}",
          process.pid(),
          e);
    }
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    // This wait is not interruptible, because an interrupt also means that the web server must die.
    process
        .onExit()
        .completeOnTimeout(process, KILLED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /**
   * Returns the class path of the web server. It contains the modules of {@link ServeFiles} and
   * {@link Threads} only, so that the new process loads no more than it needs.
   */
  private static String classPath() {
    return Stream.of(ServeFiles.class, Threads.class)
        .map(WebServerProcess::location)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? System.getProperty("java.class.path")
          : new File(source.getLocation().toURI()).getPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the path of Baton's own classes is not valid", e);
    }
  }
}
