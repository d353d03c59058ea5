package io.eventfork.localcloud;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * DynamoDB by DynamoDB Local, in memory; on a server of ours, because its own binds all addresses.
 */
final class DynamoDbStandIn implements StandIn {

    private static final String LOCAL = "com.amazonaws.services.dynamodbv2.local.server.";

    private final IsolatedClasses classes;
    private final Object server;
    private final Object engine;
    private final int port;

    DynamoDbStandIn(IsolatedClasses classes, int port) throws Exception {
        this.classes = classes;
        this.port = port;
        engine =
                classes.within(
                        () ->
                                classes.create(
                                        LOCAL + "LocalDynamoDBRequestHandler",
                                        0,
                                        true,
                                        null,
                                        true,
                                        false));
        server =
                classes.within(
                        () -> {
                            Object jetty =
                                    classes.create(
                                            "org.eclipse.jetty.server.Server",
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(), port));
                            Object handler =
                                    classes.create(
                                            LOCAL + "LocalDynamoDBServerHandler", engine, null);
                            IsolatedClasses.call(jetty, "setHandler", handler);
                            IsolatedClasses.call(jetty, "start");
                            return jetty;
                        });
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        classes.within(
                () -> {
                    IsolatedClasses.call(server, "stop");
                    IsolatedClasses.call(engine, "shutdown");
                    return null;
                });
        // The engine does not wait for its stores, which load classes when they end.
        classes.awaitThreads("SQLiteQueue");
        classes.close();
    }
}
