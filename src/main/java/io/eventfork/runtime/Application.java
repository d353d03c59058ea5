package io.eventfork.runtime;

import io.eventfork.event.CardGuard;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Resources;
import io.eventfork.replay.ReplayBeans;
import io.eventfork.runtime.routes.FirstFiles;
import io.eventfork.runtime.routes.RouteFiles;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.runtime.routes.RoutesHealthCheck;
import io.eventfork.tracing.ServerSpans;
import io.eventfork.tracing.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ShutdownStrategy;

/**
 * One running Eventfork: its AWS clients, its routes, its HTTP server. It knows the cloud by an
 * endpoint alone. {@link #close()} drains: requests and messages in flight end, what cannot end in
 * time goes back to its queue.
 */
public final class Application implements AutoCloseable {

    private final Clock clock = Clock.systemUTC();
    private final Settings settings;
    private final AwsClients clients;
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final boolean listens;
    private final HttpServer http;
    private final Optional<Traces> traces;
    private final ObserveServer observe;
    private final Main main = new Main();
    private DeclaredResources resources;
    private RouteFiles routes;
    private ReplayBeans replays;

    private Application(Settings settings, boolean listens) {
        this.settings = settings;
        this.listens = listens;
        this.clients = new AwsClients(settings, meters);
        this.http = new HttpServer(settings, meters, listens);
        this.traces = Tracing.of(settings);
        this.observe = new ObserveServer(settings);
    }

    /**
     * Looks for what would keep the application from starting, as far as it takes no cloud to tell.
     *
     * @throws StartException if there is something
     */
    public static void check(Settings settings) {
        AwsClients.endpoint(settings);
        Tracing.check(settings);
        Sources.of(settings);
        Shipping.check(settings);
        Exposure.check(settings);
        Tls.of(settings);
        FreePorts.require(settings);
    }

    /**
     * Starts the application and returns when it accepts requests.
     *
     * @throws StartException if it cannot start for a reason that its operator can mend
     */
    public static Application start(Settings settings) {
        check(settings);
        Application application = new Application(settings, true);
        try {
            application.begin();
            return application;
        } catch (RuntimeException | Error e) {
            application.close();
            throw e;
        }
    }

    /**
     * An application that has everything but routes and never starts: what routes are judged by. No
     * port is opened and no cloud is asked.
     *
     * @throws StartException if a setting is wrong
     */
    static Application unstarted(Settings settings) {
        Settings nowhere =
                settings.optional("eventfork.endpoint").isPresent()
                        ? settings
                        : settings.with(Map.of("eventfork.endpoint", "http://127.0.0.1:1"));
        Application application = new Application(nowhere, false);
        try {
            application.prepare(Sources.of(nowhere), CloudLook.none(nowhere, application.clients));
            return application;
        } catch (RuntimeException | Error e) {
            application.close();
            throw e;
        } catch (Exception e) {
            application.close();
            throw StartException.of(e);
        }
    }

    /** What routes may name from now on, though no cloud may have it. */
    void pretend(Resources declared, Map<String, String> settingsOfRoutes) {
        resources.names().declare(declared);
        settingsOfRoutes.forEach(
                (name, value) ->
                        context().getPropertiesComponent().addInitialProperty(name, value));
    }

    ModelCamelContext context() {
        return (ModelCamelContext) main.getCamelContext();
    }

    /** Where the application listens, also when any port was asked for. */
    public String url() {
        return url(Tls.isWanted(settings), Exposure.HOST, http.port());
    }

    /** Where health and metrics are, also when any port was asked for. */
    public String observeUrl() {
        return url(ObserveServer.isEncrypted(settings), Exposure.OBSERVE_HOST, observe.port());
    }

    private String url(boolean encrypted, String host, int port) {
        return "%s://%s:%d".formatted(encrypted ? "https" : "http", settings.text(host), port);
    }

    @Override
    public void close() {
        http.close();
        if (routes != null) {
            routes.stop();
        }
        main.stop();
        if (replays != null) {
            replays.close();
        }
        http.stop();
        traces.ifPresent(Traces::close);
        clients.close();
    }

    private void begin() {
        Exposure.warn(settings);
        RouteSource source = Sources.of(settings);
        FirstFiles first = Sources.first(settings, source);
        CloudLook look = CloudLook.begin(settings, clients, source, first);
        try {
            prepare(source, look);
            routes.load(first);
            main.start();
            http.open();
            if (routes.isStarting()) {
                resources.lookAhead(source.resources());
                routes.loadRest();
            }
        } catch (Exception e) {
            throw StartException.of(e);
        }
        routes.start();
    }

    private void prepare(RouteSource source, CloudLook look) throws Exception {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(CamelSettings.of(settings));
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(
                new MainListenerSupport() {
                    @Override
                    public void beforeInitialize(BaseMainSupport support) {
                        assemble(support.getCamelContext(), source, look);
                    }
                });
        main.init();
        limitStop();
    }

    private void assemble(CamelContext context, RouteSource source, CloudLook look) {
        context.getRegistry()
                .bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, meters);
        clients.bind(context.getRegistry());
        CardGuard cardGuard = CardGuards.of(settings);
        Supplier<ResourceNames> names = () -> resources.names();
        IntSupplier ownPort = http::portWithoutTls;
        new UseCaseBinding(settings, clients, cardGuard, ownPort, clock).bind(context);
        new PipelineBinding(names).bind(context);
        new TaskBinding(settings, clients, cardGuard, names, ownPort, clock).bind(context);
        Optional<Tracer> tracer = traces.map(Traces::tracer);
        tracer.ifPresent(found -> http.trace(new ServerSpans(found)));
        http.install(context);
        if (listens) {
            observe.install(context);
        }
        Consumption consumption =
                Consumption.install(
                        context, settings, clients, names, cardGuard, meters, clock, tracer);
        resources = look.end();
        replays =
                new ReplayBinding(settings, clients, resources.names(), clock)
                        .bind(
                                context,
                                this::routesAreMissing,
                                action -> routes.unlessChanging(action));
        routes = routeFiles(context, source);
        http.door(routes.door());
        http.missing(this::routesAreMissing);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(new RoutesHealthCheck(routes));
        health.register(new CloudHealthCheck(clients.sts(), consumption::consumers, clock));
    }

    private RouteFiles routeFiles(CamelContext context, RouteSource source) {
        RouteFiles files =
                new RouteFiles(
                        (ModelCamelContext) context, source, resources, RouteRules.all(), clock);
        Gauge.builder(
                        "eventfork.route.files.refused",
                        files,
                        each -> each.state().problems().size())
                .description("Route and resources files that are refused at present.")
                .register(meters);
        return files;
    }

    private boolean routesAreMissing() {
        return routes.isStarting()
                || routes.state().problems().stream()
                        .anyMatch(
                                problem -> !problem.running() && problem.file().endsWith(".yaml"));
    }

    /** After Camel has read its own settings, which know seconds alone and would overwrite this. */
    private void limitStop() {
        ShutdownStrategy strategy = main.getCamelContext().getShutdownStrategy();
        strategy.setTimeUnit(TimeUnit.MILLISECONDS);
        strategy.setTimeout(Math.max(1, settings.duration("eventfork.stop-limit").toMillis()));
    }
}
