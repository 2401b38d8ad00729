// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.backend.ConnectionUse;
import dev.baton.backend.StoreCopy;
import dev.baton.board.ExternalBoardStore;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import dev.baton.service.ServiceGroup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Wraps another backend and moves its board and its election to an external board. */
public final class ExternalBoardBackend implements Backend {

  private final Backend store;
  private final String boardName;
  private final ExternalBoard externalBoard;
  private final ExternalJobBoard board;
  private final ServiceGroup services;
  private final BackendPorts backendPorts;

  private ExternalBoardBackend(
      Backend store,
      ExternalBoardStore externalBoardStore,
      String boardName,
      ExternalBoard externalBoard,
      Clock clock) {
    this.store = store;
    this.boardName = boardName;
    this.externalBoard = externalBoard;
    EntryQueue queue = externalBoard.queue();
    String threads = boardName.toLowerCase(Locale.ROOT);
    WindowFeeder feeder =
        new WindowFeeder(
            threads + "-feed",
            queue,
            externalBoardStore,
            store.board(),
            externalBoard.window(),
            clock);
    BoardContext parts =
        new BoardContext(
            boardName, externalBoardStore, queue, feeder, ConcurrentHashMap.newKeySet(), clock);
    ExternalBoard.BoardLogbookStore flows = externalBoard.flows();
    this.board = new ExternalJobBoard(parts, store.board(), flows);
    this.services =
        new ServiceGroup(
            List.of(
                queue,
                externalBoardStore.isFedByBaton()
                    ? feeder
                    : new RemoveDeadEntries(
                        threads + "-drop", parts, store.jobs(), board::hasSessions)));
    this.backendPorts =
        new BackendPorts(
            new PostingJobStore(store.jobs(), parts, flows),
            store.log(),
            store.history(),
            board,
            Optional.empty(),
            externalBoard.election(),
            store.distributions(),
            store.memberRegistry(),
            store.actions(),
            store.accounts(),
            flows == null ? store.logbook() : Optional.of(flows),
            store.statistics());
  }

  /**
   * Connects to the board.
   *
   * @param store the backend that provides all ports except board and election; it is closed with
   *     the returned backend, and also if this method fails
   * @param boardName the name of the product, for messages and the names of threads
   * @param connect opens the board; if it fails, it must close what it has opened
   * @throws InvalidInputException if the store cannot have an external board
   * @throws dev.baton.error.UnavailableException if the board does not answer
   */
  public static Backend open(
      Backend store,
      String boardName,
      Function<ExternalBoardStore, ExternalBoard> connect,
      Clock clock) {
    ExternalBoardBackend backend;
    try {
      ExternalBoardStore externalBoardStore =
          store
              .externalBoardStore()
              .orElseThrow(() ->
                  new InvalidInputException(
                      store.description()
                          + " cannot have its board in "
                          + boardName
                          + "; expected a database"));
      ExternalBoard externalBoard = connect.apply(externalBoardStore);
      backend =
          new ExternalBoardBackend(store, externalBoardStore, boardName, externalBoard, clock);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    try {
      backend.services.start();
      return backend;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  @Override
  public String description() {
    return store.description()
        + ", board on "
        + boardName
        + " at "
        + externalBoard.queue().address();
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
  }

  @Override
  public Optional<ConnectionUse> connectionUse() {
    return store.connectionUse();
  }

  /** Copies the store only. The board is filled again from the store. */
  @Override
  public StoreCopy copyStore() {
    return store.copyStore();
  }

  @Override
  public void check() {
    store.check();
    externalBoard.queue().refresh();
  }

  @Override
  public void close() {
    try {
      board.endSessions();
      services.stop();
    } finally {
      try {
        externalBoard.onClose().run();
      } finally {
        store.close();
      }
    }
  }
}
