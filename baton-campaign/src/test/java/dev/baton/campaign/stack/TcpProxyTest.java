// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpProxyTest {

  private ServerSocket service;
  private TcpProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy =
        new TcpProxy(
            InetAddress.getLoopbackAddress(), (InetSocketAddress) service.getLocalSocketAddress());
    client = open();
    server = service.accept();
    client.setSoTimeout(200);
    server.setSoTimeout(200);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    proxy.close();
    service.close();
  }

  private Socket open() throws IOException {
    InetSocketAddress address = MachineFolders.socketAddress(proxy.address());
    return new Socket(address.getAddress(), address.getPort());
  }

  @Test
  void bytes_whileForwarding_arriveInBothDirections() throws IOException {
    client.getOutputStream().write(1);
    server.getOutputStream().write(2);
    assertThat(server.getInputStream().read()).isEqualTo(1);
    assertThat(client.getInputStream().read()).isEqualTo(2);
  }

  @Test
  void bytes_whileHeldInOneDirection_arriveInTheOtherAndLaterInBoth() throws IOException {
    proxy.mode(TcpProxy.Mode.HOLD_TO_SERVER);
    client.getOutputStream().write(1);
    server.getOutputStream().write(2);
    assertThat(client.getInputStream().read()).isEqualTo(2);
    assertThatThrownBy(() -> server.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    proxy.mode(TcpProxy.Mode.FORWARD);
    assertThat(server.getInputStream().read()).isEqualTo(1);
  }

  @Test
  void connection_thatBothSidesEndInOrder_leavesNoSocket() throws IOException {
    client.shutdownOutput();
    assertThat(server.getInputStream().read()).isEqualTo(-1);
    server.shutdownOutput();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThat(Polling.until(Duration.ofSeconds(20), () -> proxy.sockets() == 0)).isTrue();
  }

  @Test
  void connections_whileCut_areClosedAndRefused() throws IOException {
    proxy.mode(TcpProxy.Mode.CUT);
    assertThat(server.getInputStream().read()).isEqualTo(-1);
    try (Socket another = open()) {
      assertThat(another.getInputStream().read()).isEqualTo(-1);
    }
  }
}
