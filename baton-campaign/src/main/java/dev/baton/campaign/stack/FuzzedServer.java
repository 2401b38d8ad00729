// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.stack.InstallationOptions.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server with a separate store, without executors. */
public final class FuzzedServer {

  private static final int HEAP_MEGABYTES = 320;

  /** Enables all JIT compilers, because the server runs long enough to benefit from them. */
  private static final List<String> ALL_COMPILERS = List.of("-XX:TieredStopAtLevel=4");

  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final ManagedProcess process;
  private final int port = PortBlock.free();

  /** Starts the server and waits until it answers. */
  public FuzzedServer(
      BatonProgram batonProgram, Path folder, String name, Store store, CleanUp cleanUp) {
    List<String> arguments =
        new ArrayList<>(List.of("server", "--name", name, "--port", String.valueOf(port)));
    Path place = MachineFolders.folder(folder.resolve("database-" + name));
    ServerDatabase database = ServerDatabase.of(store, place, place.resolve("data"), false);
    if (database != null) {
      cleanUp.add("database of " + name, database::close);
      database.open();
      arguments.addAll(List.of("--store", database.url(database.address())));
    }
    Map<String, String> environment =
        Map.of(
            "BATON_DATA", MachineFolders.folder(folder.resolve(name)).toString(),
            "XDG_STATE_HOME", folder.resolve("state").toString(),
            "BATON_ADMIN_PASSWORD", InstalledProcessFactory.PASSWORD);
    this.process =
        new ManagedProcess(
            name,
            batonProgram.with(ALL_COMPILERS).baton(HEAP_MEGABYTES, arguments),
            environment,
            MachineFolders.folder(folder));
    cleanUp.add(name, process::close);
    process.start();
    if (!Polling.until(READY_WITHIN, () -> process.hasPrinted("Baton is up"))) {
      throw new IllegalStateException("the server is not ready; see " + process.errors());
    }
  }

  /** The address on which the server listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The address on which the server listens, as {@code host:port}. */
  public String endpoint() {
    return "127.0.0.1:" + port;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The file with the server's standard error. */
  public Path errors() {
    return process.errors();
  }

  /** The number of threads of the server. */
  public int threads() {
    return count("task");
  }

  /** The number of open files and connections of the server. */
  public int descriptors() {
    return count("fd");
  }

  private int count(String what) {
    try (Stream<Path> all = Files.list(Path.of("/proc", "" + process.pid(), what))) {
      return (int) all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The heap in use after a garbage collection, in megabytes. */
  public long usedHeapMegabytes() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = String.valueOf(process.pid());
    Shell.run(jcmd, pid, "GC.run");
    Matcher used = USED.matcher(Shell.run(jcmd, pid, "GC.heap_info"));
    long kilobytes = 0;
    // The new and the old generation; the following numbers are class metadata.
    for (int i = 0; i < 2 && used.find(); i++) {
      kilobytes += Long.parseLong(used.group(1));
    }
    return kilobytes >> 10;
  }

  /** The maximum heap size, in megabytes. */
  public int heapMegabytes() {
    return HEAP_MEGABYTES;
  }
}
