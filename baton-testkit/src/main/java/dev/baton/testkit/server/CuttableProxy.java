// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import dev.baton.service.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy between a client and a server. It forwards all data until the test cuts the connections.
 */
public final class CuttableProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  // Written by the test, read by the threads of the proxy.
  private volatile boolean cut;

  /** Starts a proxy for the server on this port of the loopback address. */
  public CuttableProxy(int target) {
    this.target = target;
    try {
      this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Threads.platform("proxy", this::accept).start();
  }

  /** Returns the address of the proxy as {@code host:port}. */
  public String hosts() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /** Closes all connections, and every new connection until {@link #heal}. */
  public void cut() {
    cut = true;
    sockets.forEach(CuttableProxy::close);
  }

  /** Accepts connections again. */
  public void heal() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (cut) {
          close(client);
        } else {
          join(client, new Socket(InetAddress.getLoopbackAddress(), target));
        }
      } catch (IOException e) {
        // The proxy is closed or the server is down; the client tries again.
      }
    }
  }

  private void join(Socket client, Socket server) {
    sockets.add(client);
    sockets.add(server);
    if (cut) {
      close(client);
      close(server);
    }
    Threads.platform("proxy", () -> copy(client, server)).start();
    Threads.platform("proxy", () -> copy(server, client)).start();
  }

  private void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One side closed the connection.
      close(to);
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
