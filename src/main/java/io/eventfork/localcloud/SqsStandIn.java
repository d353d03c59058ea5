package io.eventfork.localcloud;

import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SQS by ElasticMQ, in memory. */
final class SqsStandIn implements StandIn {

    private static final Logger LOG = LoggerFactory.getLogger(SqsStandIn.class);
    private static final long STOP_MILLIS = 1_000;

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

    /**
     * ElasticMQ stops when the last long poll has run out, though nobody waits for its answer any
     * more; that may take 20 s, and goes on without the caller.
     */
    @Override
    public void close() throws Exception {
        Thread stopper = new Thread(this::stop, "localcloud-sqs-stop");
        stopper.setDaemon(true);
        stopper.start();
        stopper.join(STOP_MILLIS);
    }

    private void stop() {
        try {
            classes.within(
                    () -> {
                        Method apply = classes.type("scala.Function0").getMethod("apply");
                        return apply.invoke(stop);
                    });
            classes.close();
        } catch (Exception e) {
            LOG.warn("ElasticMQ did not stop in order: {}.", e.toString());
        }
    }
}
