// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forwards connections to another address until it is told to hold or to cut them. Held data is
 * kept and forwarded later, like a network that loses and repeats packets.
 */
public final class TcpProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int CONNECT_MILLIS = 5_000;
  private static final Duration ACCEPT_AGAIN = Duration.ofMillis(100);

  /** The directions in which the proxy forwards data, and whether it accepts connections. */
  public enum Mode {
    FORWARD(true, true, true),
    HOLD(false, false, true),
    HOLD_TO_SERVER(false, true, true),
    HOLD_TO_CLIENT(true, false, true),
    /** Connections are closed, and new connections are closed immediately. */
    CUT(false, false, false);

    private final boolean toServer;
    private final boolean toClient;
    private final boolean connects;

    Mode(boolean toServer, boolean toClient, boolean connects) {
      this.toServer = toServer;
      this.toClient = toClient;
      this.connects = connects;
    }
  }

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private Mode mode = Mode.FORWARD;

  /** Listens on a free port of the address. */
  TcpProxy(InetAddress address, InetSocketAddress target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(0, 50, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy-accept").start(this::accept);
  }

  /** The address on which the proxy listens, as {@code host:port}. */
  public String address() {
    return listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
  }

  /** Sets the mode, immediately for all connections. */
  public void mode(Mode next) {
    lock.lock();
    try {
      mode = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (!next.connects) {
      sockets.forEach(TcpProxy::closeQuietly);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
      } catch (IOException e) {
        // The failure may be temporary, such as a lack of file descriptors, so the listener
        // continues.
        if (!listener.isClosed()) {
          Polling.pause(ACCEPT_AGAIN);
        }
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    sockets.add(client);
    sockets.add(server);
    try {
      if (!isConnecting()) {
        throw new IOException("the connection is cut");
      }
      server.connect(target, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      // The client sees the end of its connection, as after a refusal.
      close(client, server);
      return;
    }
    AtomicInteger open = new AtomicInteger(2);
    Thread.ofVirtual().name("proxy-pump").start(() -> pump(client, server, true, open));
    Thread.ofVirtual().name("proxy-pump").start(() -> pump(server, client, false, open));
  }

  /** Copies one direction. The direction that ends last closes both sockets. */
  private void pump(Socket from, Socket to, boolean toServer, AtomicInteger open) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitForward(toServer);
        out.write(buffer, 0, count);
      }
      awaitForward(toServer);
      to.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      // One side has closed its connection, so the other side is closed too.
      close(from, to);
    }
    if (open.decrementAndGet() == 0) {
      close(from, to);
    }
  }

  private void awaitForward(boolean toServer) throws InterruptedException, IOException {
    lock.lock();
    try {
      while (!(toServer ? mode.toServer : mode.toClient)) {
        if (!mode.connects) {
          throw new IOException("the connection is cut");
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The number of open sockets. */
  int sockets() {
    return sockets.size();
  }

  private boolean isConnecting() {
    lock.lock();
    try {
      return mode.connects;
    } finally {
      lock.unlock();
    }
  }

  private void close(Socket one, Socket other) {
    closeQuietly(one);
    closeQuietly(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket cannot be closed", e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(TcpProxy::closeQuietly);
  }
}
