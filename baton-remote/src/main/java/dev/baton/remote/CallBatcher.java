// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.NotSentException;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.service.Service;
import dev.baton.service.WriteBatcher;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Groups the items of many threads into requests of limited size. Thread-safe. */
final class CallBatcher implements Service {

  /**
   * The maximum size of a request with several items. A larger item is sent in a request of its
   * own.
   */
  private static final int FULL = Protocol.MAX_REQUEST_BYTES / 4;

  private static final int FRAME = 64;

  /**
   * The result of one item: the server's result of the call, or an exception if the request failed.
   * The other component is null.
   */
  private record Result(@Nullable CallResult outcome, @Nullable RuntimeException failure) {}

  private final RemoteClient remoteClient;
  private final ProtocolCall<?, Messages.CallResults> protocolCall;
  private final byte[] head;
  private final WriteBatcher<byte[], Result> writeBatcher;

  /**
   * @param attribute the attribute of the request that contains the array of items
   */
  CallBatcher(
      String role,
      RemoteClient remoteClient,
      ProtocolCall<?, Messages.CallResults> protocolCall,
      String attribute) {
    this.remoteClient = remoteClient;
    this.protocolCall = protocolCall;
    this.head = ("{\"" + attribute + "\":[").getBytes(StandardCharsets.UTF_8);
    this.writeBatcher = new WriteBatcher<>(role, Protocol.MAX_ITEMS, this::run);
  }

  @Override
  public void start() {
    writeBatcher.start();
  }

  /** Within ten seconds, as {@link WriteBatcher#stop()}. */
  @Override
  public void stop() {
    writeBatcher.stop();
  }

  /**
   * Sends the item in a request that may hold items of other threads. Blocks until the server has
   * answered.
   *
   * @throws dev.baton.error.BatonException if the request failed; the failure of the item itself is
   *     in the returned result
   */
  CallResult submit(Object item) {
    byte[] json = Protocol.toBytes(item);
    if (json.length > Protocol.MAX_REQUEST_BYTES - FRAME) {
      throw new InvalidInputException(
          "a request of "
              + json.length
              + " bytes is too large; allowed: up to "
              + (Protocol.MAX_REQUEST_BYTES - FRAME)
              + ". Write less at once");
    }
    Result result = await(json);
    if (result.failure() != null) {
      throw result.failure();
    }
    return Objects.requireNonNull(result.outcome());
  }

  private Result await(byte[] json) {
    try {
      return writeBatcher.submitUninterruptibly(json);
    } catch (IllegalStateException e) {
      throw new UnavailableException("the backend is closed", new NotSentException(e));
    }
  }

  private List<Result> run(List<byte[]> items) {
    List<Result> results = new ArrayList<>(items.size());
    int start = 0;
    while (start < items.size()) {
      int end = start + 1;
      int size = items.get(start).length;
      while (end < items.size() && size + items.get(end).length <= FULL) {
        size += items.get(end).length;
        end++;
      }
      results.addAll(send(items.subList(start, end), size));
      start = end;
    }
    return results;
  }

  /**
   * Sends one request, and returns a result for each item. If the request fails, the exception is
   * the result of all its items.
   */
  private List<Result> send(List<byte[]> items, int size) {
    try {
      List<CallResult> outcomes =
          remoteClient.call(protocolCall, request(items, size), RemoteClient.TIMEOUT).outcomes();
      if (outcomes.size() != items.size()) {
        throw new UnavailableException(
            "the server answered only " + outcomes.size() + " of " + items.size() + " calls");
      }
      return outcomes.stream().map(callResult -> new Result(callResult, null)).toList();
    } catch (InvalidInputException e) {
      return items.size() == 1 ? List.of(new Result(null, e)) : alone(items);
    } catch (RuntimeException e) {
      return items.stream().map(item -> new Result(null, e)).toList();
    }
  }

  /**
   * Sends each item in a request of its own. The server has refused the common request as invalid,
   * probably because of one item, so the other items may be valid.
   */
  private List<Result> alone(List<byte[]> items) {
    List<Result> results = new ArrayList<>(items.size());
    items.forEach(item -> results.addAll(send(List.of(item), item.length)));
    return results;
  }

  private byte[] request(List<byte[]> items, int size) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(size + items.size() + FRAME);
    json.writeBytes(head);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(items.get(i));
    }
    json.write(']');
    json.write('}');
    return json.toByteArray();
  }
}
