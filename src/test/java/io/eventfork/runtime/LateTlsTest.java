package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.junit.jupiter.api.Test;

class LateTlsTest {

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void readsInNothingUntilAConnectionIsWantedAndThenOnce() throws IOException {
        LateTls late = new LateTls(this::factory);
        assertThat(made).hasValue(0);

        late.createSocket(null).close();
        late.createSocket(null).close();

        assertThat(made).hasValue(1);
    }

    @Test
    void passesAConnectionOn() throws IOException {
        InetSocketAddress remote = InetSocketAddress.createUnresolved("example.org", 443);
        try (Socket socket = new Socket()) {
            Socket connected =
                    new LateTls(this::factory)
                            .connectSocket(
                                    1, socket, new HttpHost("example.org"), remote, null, null);

            assertThat(connected).isSameAs(socket);
        }
    }

    @Test
    void checksCertificatesAsJavaDoesByDefault() throws IOException {
        try (Socket socket = new LateTls().createSocket(null);
                Socket expected =
                        SSLConnectionSocketFactory.getSocketFactory().createSocket(null)) {
            assertThat(socket).hasSameClassAs(expected);
        }
    }

    private ConnectionSocketFactory factory() {
        made.incrementAndGet();
        return new ConnectionSocketFactory() {
            @Override
            public Socket createSocket(HttpContext context) {
                return new Socket();
            }

            @Override
            public Socket connectSocket(
                    int timeoutMillis,
                    Socket socket,
                    HttpHost host,
                    InetSocketAddress remote,
                    InetSocketAddress local,
                    HttpContext context) {
                return socket;
            }
        };
    }
}
