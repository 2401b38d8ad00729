// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.config.ProcessKind;
import dev.baton.config.RunningServer;
import dev.baton.config.ServerDiscovery;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.error.BatonException;
import dev.baton.launch.ProcessOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All checks of an installation, in the order in which a process would meet their faults. */
public final class CheckInstallation {

  private final ProcessKind process;
  private final ProcessOptions options;
  private final CommandContext context;

  /**
   * @param process the kind of process that would start; each kind needs other parts
   * @param options the options that a process on this machine would have
   */
  public CheckInstallation(ProcessKind process, ProcessOptions options, CommandContext context) {
    this.process = process;
    this.options = options;
    this.context = context;
  }

  /**
   * Runs the checks one after the other.
   *
   * @param onResult receives each result as soon as it is known
   * @return all results
   */
  public List<CheckResult> run(Consumer<CheckResult> onResult) {
    List<CheckResult> results = new ArrayList<>();
    checks()
        .forEach((area, check) ->
            resultsOf(area, check)
                .forEach(result -> {
                  results.add(result);
                  onResult.accept(result);
                }));
    return results;
  }

  private Map<String, Supplier<List<CheckResult>>> checks() {
    UserFolders folders = UserFolders.of(context.environment());
    ServerDiscovery discovery = new ServerDiscovery(folders);
    List<RunningServer> running = discovery.running();
    RunningServer own = discovery.inFolder(options.data()).orElse(null);
    Map<String, Supplier<List<CheckResult>>> checks = new LinkedHashMap<>();
    checks.put("memory", () -> new CheckMemory(Path.of("/")).run());
    checks.put(
        "data folder", () -> new CheckDataFolder(options, folders.data(), running, own).run());
    boolean isServer = process == ProcessKind.UP || process == ProcessKind.SERVER;
    if (isServer) {
      checks.put("address", () -> new CheckAddress(options, running, own).run());
      checks.put("certificate", () -> new CheckCertificate(options, context.clock()).run());
    }
    checks.put("store", () -> new CheckStore(isServer, options, own, context.clock()).run());
    checks.put("board", () -> new CheckBoard(options).run());
    if (process == ProcessKind.UP || process == ProcessKind.EXECUTOR) {
      checks.put("engine", () -> new CheckEngine(options, context.clock()).run());
    }
    if (!isServer) {
      checks.put("server", () -> new CheckServer(process, options, context).run());
    }
    return checks;
  }

  /** The messages of Baton's exceptions name the fault and what to do. */
  private static List<CheckResult> resultsOf(String area, Supplier<List<CheckResult>> check) {
    try {
      return check.get();
    } catch (BatonException e) {
      return List.of(CheckResult.fault(area, String.valueOf(e.getMessage())));
    }
  }
}
