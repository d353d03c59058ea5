package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

    /** Linux takes those from 32768 on, others from 49152 on, as IANA says. */
    @Test
    void findsOneThatNoOutgoingConnectionTakes() throws IOException {
        for (int i = 0; i < 50; i++) {
            int port = FreePort.find();
            assertThat(port).isBetween(1_024, 32_767);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
            }
        }
    }
}
