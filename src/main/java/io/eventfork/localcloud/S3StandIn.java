package io.eventfork.localcloud;

import java.util.Properties;

/** S3 by S3Proxy, in memory. */
final class S3StandIn implements StandIn {

    private final IsolatedClasses classes;
    private final Object server;
    private final int port;

    S3StandIn(IsolatedClasses classes, int port) throws Exception {
        this.classes = classes;
        this.port = port;
        Properties settings = new Properties();
        settings.put("s3proxy.endpoint", "http://127.0.0.1:" + port);
        settings.put("s3proxy.authorization", "none");
        settings.put("s3proxy.ignore-unknown-headers", "true");
        server =
                classes.within(
                        () -> {
                            quiet();
                            Object store =
                                    classes.callStatic(
                                            "org.gaul.s3proxy.BlobStores",
                                            "create",
                                            "transient-nio2",
                                            settings);
                            Object builder =
                                    classes.callStatic(
                                            "org.gaul.s3proxy.S3Proxy$Builder",
                                            "fromProperties",
                                            settings);
                            IsolatedClasses.call(builder, "blobStore", store);
                            Object proxy = IsolatedClasses.call(builder, "build");
                            IsolatedClasses.call(proxy, "start");
                            return proxy;
                        });
    }

    /** S3Proxy brings logback, which logs at DEBUG unless told otherwise. */
    private void quiet() throws Exception {
        Object root = classes.callStatic("org.slf4j.LoggerFactory", "getLogger", "ROOT");
        Object error = classes.callStatic("ch.qos.logback.classic.Level", "toLevel", "ERROR");
        IsolatedClasses.call(root, "setLevel", error);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        classes.within(() -> IsolatedClasses.call(server, "stop"));
        classes.close();
    }
}
