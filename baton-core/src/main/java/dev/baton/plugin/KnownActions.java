// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.access.Caller;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;
import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The actions of this process and the actions in an {@link ActionStore}. Jobs may be posted for all
 * of them, also while no executor is alive. Reads the store at most every two seconds, and
 * additionally when a name is not found. Thread-safe.
 */
public final class KnownActions implements PostCheck {

  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

  /** Checks the payload of a job for an action whose code is in another process. */
  @FunctionalInterface
  public interface SchemaCheck {

    /** Accepts every payload. A job with an invalid payload fails in the executor. */
    SchemaCheck NONE = (action, payload) -> {};

    /**
     * Checks that the payload matches the schema of the action.
     *
     * @throws InvalidInputException if it does not match
     */
    void check(ActionInfo action, @Nullable String payload);
  }

  private record Read(long atNanos, Map<String, KnownAction> known) {}

  private final Catalogue own;
  private final ActionStore store;
  private final SchemaCheck schemas;
  private final boolean acceptUnknown;
  private final Clock clock;
  private final AtomicReference<@Nullable Read> last = new AtomicReference<>();

  private KnownActions(
      Catalogue own, ActionStore store, SchemaCheck schemas, boolean acceptUnknown, Clock clock) {
    this.own = own;
    this.store = store;
    this.schemas = schemas;
    this.acceptUnknown = acceptUnknown;
    this.clock = clock;
  }

  /**
   * Creates the known actions. The schema check is used for the payloads of actions of other
   * processes.
   */
  public static KnownActions of(
      Catalogue own, ActionStore store, SchemaCheck schemas, Clock clock) {
    return new KnownActions(own, store, schemas, false, clock);
  }

  /**
   * Returns known actions that also accept unknown actions from administrators. This is necessary
   * if foreign executors claim jobs from the same board, because Baton does not know their actions.
   */
  public KnownActions acceptingUnknown() {
    return new KnownActions(own, store, schemas, true, clock);
  }

  /**
   * Whether {@link #checked} also accepts unknown actions from administrators. {@link
   * #checkedOrUnknown} always accepts them.
   */
  public boolean acceptsUnknown() {
    return acceptUnknown;
  }

  /** All actions by name. The definition of this process has precedence over the store. */
  public SortedMap<String, ActionInfo> all() {
    SortedMap<String, ActionInfo> all = new TreeMap<>();
    read(FRESH_NANOS).values().forEach(known -> all.put(known.action().name(), known.action()));
    own.actions().forEach(action -> all.put(action.name(), action));
    return all;
  }

  /** The action with this name. The stored information is at most two seconds old. */
  public Optional<ActionInfo> find(String name) {
    return own.action(name)
        .<ActionInfo>map(ActionDefinition::info)
        .or(() -> provided(name).map(KnownAction::action));
  }

  /**
   * The stored information about an action and the process that provided it last; empty if no
   * process stored it.
   */
  public Optional<KnownAction> provided(String name) {
    return Optional.ofNullable(read(FRESH_NANOS).get(name));
  }

  /**
   * Removes an action from the store.
   *
   * @return whether the store contained it
   */
  public boolean deleteAction(String name) {
    boolean gone = store.deleteAction(name);
    last.set(null);
    return gone;
  }

  @Override
  public JobSpec checked(JobSpec spec, Caller caller) {
    return checked(spec, caller, acceptUnknown);
  }

  @Override
  public JobSpec checkedOrUnknown(JobSpec spec, Caller caller) {
    return checked(spec, caller, true);
  }

  @Override
  public Set<String> actionsThatHandleCancel() {
    return all().values().stream()
        .filter(action -> action.flow() || own.handlesCancel(action.name()))
        .map(ActionInfo::name)
        .collect(Collectors.toSet());
  }

  private JobSpec checked(JobSpec spec, Caller caller, boolean orUnknown) {
    String name = spec.action();
    if (own.action(name).isPresent()) {
      return own.checked(spec, caller);
    }
    // A process may have provided the action just now, so an unknown name is read from the store
    // again.
    KnownAction known = provided(name).orElseGet(() -> read(0).get(name));
    if (known != null) {
      return checked(spec, caller, known.action());
    }
    if (!orUnknown) {
      throw new InvalidInputException(
          "action '"
              + InputBounds.shown(name)
              + "' is not known: no process ever provided it"
              + PluginNames.hint(name, all().keySet())
              + "; list all with 'baton action list', or post it as an administrator with"
              + " --unknown-action allow (API: ?unknown-action=allow)");
    }
    if (!caller.isAdmin()) {
      throw new ForbiddenException(
          "action '"
              + InputBounds.shown(name)
              + "' is not known, and only administrators may post unknown actions: the action may"
              + " turn out to be for administrators only");
    }
    return spec;
  }

  private JobSpec checked(JobSpec spec, Caller caller, ActionInfo action) {
    if (action.adminOnly() && !caller.isAdmin()) {
      throw new ForbiddenException(
          "action '" + action.name() + "' may be posted by administrators only");
    }
    schemas.check(action, spec.payload());
    List<String> requires =
        Stream.concat(spec.requires().stream(), action.requires().stream()).distinct().toList();
    return spec.toBuilder().requires(requires).build();
  }

  private Map<String, KnownAction> read(long maxAgeNanos) {
    Read before = last.get();
    if (before != null && clock.nanos() - before.atNanos() < maxAgeNanos) {
      return before.known();
    }
    long now = clock.nanos();
    Map<String, KnownAction> known =
        store.all().stream()
            .collect(
                Collectors.toMap(
                    each -> each.action().name(), Function.identity(), (first, second) -> first));
    last.set(new Read(now, known));
    return known;
  }
}
