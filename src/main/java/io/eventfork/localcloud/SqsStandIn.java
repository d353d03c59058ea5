package io.eventfork.localcloud;

import java.lang.reflect.Method;

/** SQS by ElasticMQ, in memory. */
final class SqsStandIn implements StandIn {

    private final IsolatedClasses classes;
    private final Object stop;
    private final int port;

    /**
     * @param gatewayPort where clients reach SQS; queue URLs name it
     */
    SqsStandIn(IsolatedClasses classes, int port, int gatewayPort, String account)
            throws Exception {
        this.classes = classes;
        this.port = port;
        String settings =
                """
                node-address { protocol = http, host = "127.0.0.1", port = %d, context-path = "" }
                rest-sqs { enabled = true, bind-hostname = "127.0.0.1", bind-port = %d, sqs-limits = strict }
                rest-stats { enabled = false }
                aws { region = "us-east-1", accountId = "%s" }
                pekko { loglevel = "ERROR", stdout-loglevel = "OFF", http.server.request-timeout = 60s,
                  http.server.idle-timeout = 90s, http.server.max-connections = 4096 }
                """
                        .formatted(gatewayPort, port, account);
        stop =
                classes.within(
                        () -> {
                            Object own =
                                    classes.callStatic(
                                            "com.typesafe.config.ConfigFactory",
                                            "parseString",
                                            settings);
                            Object defaults =
                                    classes.callStatic("com.typesafe.config.ConfigFactory", "load");
                            Object config = IsolatedClasses.call(own, "withFallback", defaults);
                            Object server =
                                    classes.create(
                                            "org.elasticmq.server.ElasticMQServer",
                                            classes.create(
                                                    "org.elasticmq.server.config.ElasticMQServerConfig",
                                                    config));
                            return IsolatedClasses.call(server, "start");
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
                    Method apply = classes.type("scala.Function0").getMethod("apply");
                    return apply.invoke(stop);
                });
        classes.close();
    }
}
