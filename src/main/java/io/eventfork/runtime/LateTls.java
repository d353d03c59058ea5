package io.eventfork.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Supplier;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;

/**
 * Encrypted connections, with the trust and the checks that Java has by default, read in when the
 * first is opened. For clients of an endpoint without encryption, which need none of it:
 * certificates and ciphers take a tenth of a second of processor time. Thread-safe.
 */
final class LateTls implements ConnectionSocketFactory {

    private final Supplier<ConnectionSocketFactory> source;
    private ConnectionSocketFactory delegate;

    LateTls() {
        this(SSLConnectionSocketFactory::getSocketFactory);
    }

    LateTls(Supplier<ConnectionSocketFactory> source) {
        this.source = source;
    }

    @Override
    public Socket createSocket(HttpContext context) throws IOException {
        return delegate().createSocket(context);
    }

    @Override
    public Socket connectSocket(
            int timeoutMillis,
            Socket socket,
            HttpHost host,
            InetSocketAddress remote,
            InetSocketAddress local,
            HttpContext context)
            throws IOException {
        return delegate().connectSocket(timeoutMillis, socket, host, remote, local, context);
    }

    private synchronized ConnectionSocketFactory delegate() {
        if (delegate == null) {
            delegate = source.get();
        }
        return delegate;
    }
}
