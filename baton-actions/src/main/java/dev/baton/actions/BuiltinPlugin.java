// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import dev.baton.actions.bulk.CancelChildren;
import dev.baton.actions.bulk.ChangeJobs;
import dev.baton.actions.bulk.CleanupJobSource;
import dev.baton.actions.bulk.CleanupJobs;
import dev.baton.actions.bulk.MonitorBulkJob;
import dev.baton.actions.bulk.MonitorBulkJobSource;
import dev.baton.actions.bulk.PostBulkChildren;
import dev.baton.actions.command.HttpWebServer;
import dev.baton.actions.command.RunCommand;
import dev.baton.board.JobBoard;
import dev.baton.jobservice.BulkOperation;
import dev.baton.plugin.BulkAction;
import dev.baton.plugin.Capability;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import dev.baton.service.Clock;
import java.time.Duration;

/**
 * Registers Baton's built-in actions, flows, capabilities and distributions. It is created in code,
 * not loaded from a jar, because it needs objects that plugins in jars do not get. The creator
 * closes it when the executor that uses it has stopped.
 */
public final class BuiltinPlugin implements Plugin, AutoCloseable {

  private final JobBoard board;
  private final Clock clock;
  private final RunCommand runCommand;

  /**
   * Creates the plugin.
   *
   * @param board the board that the distribution {@code reconcile_board} reconciles
   */
  public BuiltinPlugin(JobBoard board, Clock clock) {
    this.board = board;
    this.clock = clock;
    this.runCommand = new RunCommand(clock);
  }

  @Override
  public String name() {
    return "builtin";
  }

  @Override
  public void register(Registry registry) {
    registerWork(registry);
    registerBulk(registry);
    registerChanges(registry);
    registerUpkeep(registry);
    registerFlows(registry);
    registry.capability("is_x86_64", Capability.explained(MachineCapabilities::refusalUnlessX8664));
    registry.capability(
        "port_is_free", Capability.explained(MachineCapabilities::refusalUnlessPortIsFree));
  }

  private void registerWork(Registry registry) {
    registry
        .action("dummy_test_action", DummyAction.Options.class, new DummyAction(clock))
        .description("Sleeps for a given or random time, 3 to 30 seconds, and reports progress");
    registry
        .action("run_command", RunCommand.Options.class, runCommand)
        .description("Runs an operating-system command; its output goes to the job's log")
        .adminOnly();
  }

  private void registerBulk(Registry registry) {
    registry
        .action("bulk_post", PostBulkChildren.Options.class, BulkAction.of(new PostBulkChildren()))
        .description("Posts one job per element and reports the progress of all these jobs");
    registry
        .action("monitor_bulk_job", MonitorBulkJob.Options.class, new MonitorBulkJob(clock))
        .description("Updates result and progress of the bulk job that is its target");
    registry
        .action("cancel_children_jobs", CancelChildren.Options.class, new CancelChildren())
        .description("Cancels the jobs that the target posted and that are not final");
    registry
        .distribution("monitor_bulk_jobs", Schedule.every(Duration.ofSeconds(30)))
        .description("Posts a monitor job for each running bulk job")
        .electedAs("monitor_bulk_job")
        // The unique key of each monitor job contains its bulk job, so a bulk job never has two
        // monitor jobs at once.
        .overlap(OverlapPolicy.ALLOW)
        .posts(new MonitorBulkJobSource());
  }

  private void registerChanges(Registry registry) {
    registry
        .action(BulkOperation.CANCEL.action(), ChangeJobs.Cancel.class, new ChangeJobs<>())
        .description("Cancels the jobs that a filter selects");
    registry
        .action(BulkOperation.RETRY.action(), ChangeJobs.Retry.class, new ChangeJobs<>())
        .description("Posts the jobs that a filter selects again");
    registry
        .action(BulkOperation.DELETE.action(), ChangeJobs.Delete.class, new ChangeJobs<>())
        .description("Deletes the jobs that a filter selects, with their logs and history");
    registry
        .action(BulkOperation.PRIORITY.action(), ChangeJobs.SetPriority.class, new ChangeJobs<>())
        .description("Sets the priority of the jobs that a filter selects");
  }

  private void registerUpkeep(Registry registry) {
    registry
        .action("cleanup_jobs", CleanupJobs.Options.class, new CleanupJobs(clock))
        .description("Removes old final jobs with their logs and history")
        .adminOnly();
    registry
        .distribution("jobs_cleanup", Schedule.every(Duration.ofDays(1)))
        .description("Posts a job that removes final jobs after a week, if there are any")
        .electedAs("cleanup_jobs")
        .posts(new CleanupJobSource());
    registry
        .distribution("reconcile_board", Schedule.every(Duration.ofMinutes(1)))
        .description("Repairs differences between the job board and the job store")
        .does(new ReconcileBoard(board));
  }

  private void registerFlows(Registry registry) {
    registry
        .flow(DummyFlow.NAME, DummyFlow.Options.class, new DummyFlow(clock))
        .description("Runs steps that only take time, and reverts them if one fails");
    registry
        .flow(HttpWebServer.NAME, HttpWebServer.Options.class, HttpWebServer::flow)
        .description("Serves a directory by HTTP until it is cancelled")
        // The web server shows files of the executor's machine to everybody who reaches its port.
        // Therefore only administrators may post the action.
        .adminOnly()
        .requires("port_is_free");
  }

  /** Ends the process that guards commands. Commands that still run are killed. */
  @Override
  public void close() {
    runCommand.close();
  }
}
