// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server alone, on the embedded store, on which nothing runs jobs. */
public final class TargetServer implements AutoCloseable {

  private static final int HEAP_MEGABYTES = 320;
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final ManagedProcess process;
  private final int port = Places.freePort();

  /** Starts it and waits until it answers. */
  public TargetServer(Program program, Path folder, String name) {
    List<String> arguments = List.of("server", "--name", name, "--port", String.valueOf(port));
    Map<String, String> environment =
        Map.of(
            "BATON_DATA", Places.folder(folder.resolve(name)).toString(),
            "XDG_STATE_HOME", folder.resolve("state").toString(),
            "BATON_ADMIN_PASSWORD", MemberFactory.PASSWORD);
    this.process =
        new ManagedProcess(
            name, program.baton(HEAP_MEGABYTES, arguments), environment, Places.folder(folder));
    process.start();
    if (!Waits.until(READY_WITHIN, () -> process.hasPrinted("Baton is up"))) {
      throw new IllegalStateException("the server is not ready; see " + process.errors());
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where it listens, as {@code host:port}. */
  public String endpoint() {
    return "127.0.0.1:" + port;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its standard error. */
  public Path errors() {
    return process.errors();
  }

  /** Megabytes of its heap that are in use after a collection. */
  public long usedHeapMegabytes() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = String.valueOf(process.pid());
    Shell.run(jcmd, pid, "GC.run");
    Matcher used = USED.matcher(Shell.run(jcmd, pid, "GC.heap_info"));
    long kilobytes = 0;
    // New and old generation; what follows is metadata of classes.
    for (int i = 0; i < 2 && used.find(); i++) {
      kilobytes += Long.parseLong(used.group(1));
    }
    return kilobytes >> 10;
  }

  /** Megabytes that its heap may have. */
  public int heapMegabytes() {
    return HEAP_MEGABYTES;
  }

  @Override
  public void close() {
    process.kill();
  }
}
