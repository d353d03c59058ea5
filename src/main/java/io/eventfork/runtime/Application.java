package io.eventfork.runtime;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

public final class Application implements AutoCloseable {
    private final Main main = new Main();
    private HttpServer http;

    public static Application start(Settings settings) {
        HttpServer.requireFreePorts(settings);
        Application a = new Application();
        a.begin(settings);
        return a;
    }

    void begin(Settings settings) {
        long t0 = System.nanoTime();
        AwsClients clients = new AwsClients(settings);
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(CamelSettings.of(settings));
        main.addMainListener(
                new MainListenerSupport() {
                    @Override
                    public void beforeInitialize(BaseMainSupport support) {
                        CamelContext c = support.getCamelContext();
                        System.err.println("bi " + (System.nanoTime() - t0) / 1_000_000);
                        clients.bind(c.getRegistry());
                        System.err.println("bound " + (System.nanoTime() - t0) / 1_000_000);
                        http = new HttpServer(c, settings);
                        http.install();
                        System.err.println("http " + (System.nanoTime() - t0) / 1_000_000);
                    }
                });
        try {
            main.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        System.err.println("started " + (System.nanoTime() - t0) / 1_000_000);
        http.open();
        System.err.println(http.port() + " " + http.observePort());
    }

    public CompletableFuture<Void> stopped() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {
        main.stop();
        http.stop();
    }
}
