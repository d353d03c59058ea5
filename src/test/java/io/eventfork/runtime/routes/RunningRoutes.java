package io.eventfork.runtime.routes;

import io.eventfork.Edit;
import io.eventfork.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;

/**
 * A context that runs the routes of a real folder, for tests that edit the folder and scan by hand.
 */
final class RunningRoutes implements AutoCloseable {

    /** Says hello; {@code hi} is a method that routes may name. */
    public static final class Greeter {

        private final String greeting;

        public Greeter() {
            this("hello");
        }

        public Greeter(String greeting) {
            this.greeting = greeting;
        }

        public String greet(String name) {
            return greeting + " " + name;
        }
    }

    /** A component whose consumers start only while the cloud is said to be there. */
    static final class CloudComponent extends DefaultComponent {

        private final RunningRoutes owner;

        CloudComponent(RunningRoutes owner) {
            this.owner = owner;
        }

        @Override
        protected Endpoint createEndpoint(
                String uri, String remaining, Map<String, Object> parameters) {
            return new CloudEndpoint(uri, this, owner);
        }
    }

    final Path folder;
    final DefaultCamelContext context = new DefaultCamelContext();
    final ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
    final List<RouteCheck> checks = new ArrayList<>();
    final List<Map<String, String>> declarations = new ArrayList<>();
    boolean cloudIsThere = true;
    int cloudConnections;
    boolean gateIsSettled = true;
    ResourceGate gate = declared -> declarations.add(new TreeMap<>(declared));
    RouteFiles files;

    /** Asks whatever gate a test has put there. */
    private final class Gate implements ResourceGate {

        @Override
        public void declare(Map<String, String> declared) throws ResourcesRefusedException {
            gate.declare(declared);
        }

        @Override
        public boolean isSettled() {
            return gateIsSettled;
        }
    }

    RunningRoutes(Path folder) {
        this.folder = folder;
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(20);
        context.getRegistry().bind("greeter", new Greeter());
        context.getPropertiesComponent().addInitialProperty("test.answer", "42");
        context.addComponent("cloud", new CloudComponent(this));
    }

    RunningRoutes write(String path, String... lines) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Edit.of(file, String.join("\n", lines) + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String path) throws IOException {
        Files.delete(folder.resolve(path));
    }

    /** Loads the folder and starts the context, as an application does. */
    RunningRoutes start() throws Exception {
        return start(RouteSource.directory(folder, Set.of()));
    }

    RunningRoutes start(RouteSource source) throws Exception {
        return start(source, FirstFiles.ALL);
    }

    /** Starts the context with the files that come first alone. */
    RunningRoutes start(RouteSource source, FirstFiles first) throws Exception {
        files = new RouteFiles(context, source, new Gate(), checks, clock);
        files.load(first);
        context.start();
        return this;
    }

    /** Scans until an edit has settled. */
    boolean rescan() {
        long before = files.state().generation();
        files.scan();
        files.scan();
        return files.state().generation() > before;
    }

    String ask(String route, Object body) {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.requestBody("direct:" + route, body, String.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> routeIds() {
        return context.getRoutes().stream().map(Route::getRouteId).sorted().toList();
    }

    RouteProblem onlyProblem() {
        List<RouteProblem> problems = files.state().problems();
        if (problems.size() != 1) {
            throw new AssertionError("One problem was expected: " + problems);
        }
        return problems.get(0);
    }

    @Override
    public void close() {
        context.stop();
    }

    /** A route that answers with a word. */
    static String[] route(String id, String word) {
        return new String[] {
            "- route:",
            "    id: " + id,
            "    from:",
            "      uri: direct",
            "      parameters:",
            "        name: " + id,
            "      steps:",
            "        - setBody:",
            "            expression:",
            "              constant: " + word
        };
    }

    static String[] lines(String[]... parts) {
        List<String> lines = new ArrayList<>();
        for (String[] part : parts) {
            lines.addAll(List.of(part));
        }
        return lines.toArray(String[]::new);
    }
}
