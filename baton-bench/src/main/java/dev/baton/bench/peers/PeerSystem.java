// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.baton.jdbc.JdbcBackend;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jobrunr.scheduling.JobScheduler;
import org.postgresql.Driver;

/** A system that can be measured, with its settings. */
// The openers have no state, but their type does not show this.
@SuppressWarnings("ImmutableEnumChecker")
enum PeerSystem {
  BARE(
      "bare", "", BareQueuePeer.SETTINGS, JobWork.RESULT_AND_LOG, Driver.class, BareQueuePeer::new),
  DB_SCHEDULER_64(
      "db-scheduler",
      "64 threads",
      DbSchedulerPeer.SETTINGS,
      JobWork.NOOP,
      Scheduler.class,
      (url, work, probe) -> new DbSchedulerPeer(url, 64, probe)),
  DB_SCHEDULER_200(
      "db-scheduler",
      "200 threads",
      DbSchedulerPeer.SETTINGS,
      JobWork.NOOP,
      Scheduler.class,
      (url, work, probe) -> new DbSchedulerPeer(url, 200, probe)),
  BATON("baton", "", BatonPeer.SETTINGS, JobWork.RESULT_AND_LOG, JdbcBackend.class, BatonPeer::new),
  BATON_TRACES(
      "baton-traces",
      "",
      BatonPeer.TRACED_SETTINGS,
      JobWork.RESULT_AND_LOG,
      JdbcBackend.class,
      BatonPeer::traced),
  JOBRUNR(
      "jobrunr",
      "",
      JobRunrPeer.SETTINGS,
      JobWork.RESULT_AND_LOG,
      JobScheduler.class,
      JobRunrPeer::new),
  QUARTZ(
      "quartz",
      "",
      QuartzPeer.SETTINGS,
      JobWork.NOOP,
      org.quartz.Scheduler.class,
      (url, work, probe) -> new QuartzPeer(url, probe));

  private static final Pattern JAR = Pattern.compile("([^/]+)-(\\d[^/]*)\\.jar$");

  private final String system;
  private final String variant;
  private final String settings;
  private final JobWork most;
  private final Class<?> type;
  private final Opener opener;

  PeerSystem(
      String system, String variant, String settings, JobWork most, Class<?> type, Opener opener) {
    this.system = system;
    this.variant = variant;
    this.settings = settings;
    this.most = most;
    this.type = type;
    this.opener = opener;
  }

  /** Opens a system in this process. */
  interface Opener {
    Peer open(String url, JobWork jobWork, JobProbe jobProbe) throws Exception;
  }

  /** Opens the system in this process. Creates its tables if they do not exist. */
  Peer open(String url, JobWork jobWork, JobProbe jobProbe) throws Exception {
    return opener.open(url, jobWork, jobProbe);
  }

  /** The name of the system, as {@code --only} selects it. */
  String system() {
    return system;
  }

  /** The setting in which two variants of one system differ; empty if there is one variant. */
  String variant() {
    return variant;
  }

  String settings() {
    return settings;
  }

  /** The name for tables and progress. */
  String label() {
    return variant.isEmpty() ? system : system + ", " + variant;
  }

  /** The name of exactly this variant on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The given work, or plain no-ops if the system has neither results nor a log. */
  JobWork possible(JobWork jobWork) {
    return most == JobWork.NOOP ? JobWork.NOOP : jobWork;
  }

  /** The version of the jar in which the system comes; empty if it is not in a jar. */
  String version() {
    Matcher jar = JAR.matcher(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    return jar.find() ? jar.group(2) : "";
  }

  /**
   * Selects systems by name or by the name of a variant; no names select all.
   *
   * @throws IllegalArgumentException if no system has one of the names
   */
  static Set<PeerSystem> select(List<String> names) {
    Set<PeerSystem> selected = EnumSet.noneOf(PeerSystem.class);
    for (String name : names) {
      Set<PeerSystem> named =
          Arrays.stream(values())
              .filter(peer -> peer.system.equals(name) || peer.word().equals(name))
              .collect(Collectors.toSet());
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "no system is called '" + name + "'; allowed: " + names());
      }
      selected.addAll(named);
    }
    return names.isEmpty() ? EnumSet.allOf(PeerSystem.class) : selected;
  }

  /** All names that {@link #select} accepts. */
  static String names() {
    return Arrays.stream(values())
        .flatMap(peer -> List.of(peer.system, peer.word()).stream())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
