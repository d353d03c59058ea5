package io.eventfork.runtime;

import io.eventfork.cart.CartBeans;
import io.eventfork.checkout.CheckoutBeans;
import io.eventfork.delivery.ConsumerState;
import io.eventfork.delivery.Delivery;
import io.eventfork.delivery.DeliverySettings;
import io.eventfork.delivery.ReceiptSafety;
import io.eventfork.delivery.StreamSafety;
import io.eventfork.delivery.Unsafe;
import io.eventfork.event.CardGuard;
import io.eventfork.event.FilterPolicy;
import io.eventfork.fulfilment.FulfilmentBeans;
import io.eventfork.outbox.OutboxBeans;
import io.eventfork.problem.HttpProblems;
import io.eventfork.provisioning.ResourceKind;
import io.eventfork.provisioning.Resources;
import io.eventfork.provisioning.Subscription;
import io.eventfork.replay.ReplayBeans;
import io.eventfork.runtime.routes.RouteCheck;
import io.eventfork.runtime.routes.RouteFileException;
import io.eventfork.runtime.routes.RouteFiles;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.runtime.routes.RoutesHealthCheck;
import io.eventfork.search.SearchBeans;
import io.eventfork.shop.ShopBeans;
import io.eventfork.shop.ShopSettings;
import io.eventfork.stream.Streams;
import io.eventfork.tasks.QueueRecords;
import io.eventfork.tasks.StreamProcessorBeans;
import io.eventfork.tasks.TaskSettings;
import io.eventfork.tasks.TasksBeans;
import io.eventfork.tracing.ServerSpans;
import io.eventfork.tracing.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One running Eventfork: its AWS clients, its routes, its HTTP server. It knows the cloud by an
 * endpoint alone. {@link #close()} drains: requests and messages in flight end, what cannot end in
 * time goes back to its queue.
 */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private static final String EXEMPT = "eventfork.card-guard.exempt";

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
    private Delivery delivery;
    private Streams streams;
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
        HttpServer.requireFreePorts(settings);
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
            application.prepare(
                    Sources.of(nowhere),
                    CompletableFuture.completedFuture(
                            new DeclaredResources(nowhere, application.clients, "000000000000")));
            return application;
        } catch (RuntimeException | Error e) {
            application.close();
            throw e;
        } catch (Exception e) {
            application.close();
            throw new StartException(sentence(e), e);
        }
    }

    /** What routes may name from now on, though no cloud may have it. */
    void pretend(Resources declared, Map<String, String> settingsOfRoutes) {
        resources.names().declare(declared);
        settingsOfRoutes.forEach(
                (name, value) ->
                        context().getPropertiesComponent().addInitialProperty(name, value));
    }

    /** The rules that routes must keep. */
    static List<RouteCheck> checks() {
        return List.of(Application::receiptsAreSafe, Application::batchesAreSafe);
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
        // The cloud is asked while Camel makes itself ready.
        CompletableFuture<DeclaredResources> declared =
                clients.stsWhenBuilt().thenApplyAsync(sts -> lookAhead(sts, source));
        try {
            prepare(source, declared);
            routes.load();
            main.start();
        } catch (StartException e) {
            throw e;
        } catch (RouteFileException e) {
            throw new StartException(e.getMessage(), e);
        } catch (Exception e) {
            throw new StartException(sentence(e), e);
        }
        routes.start();
        http.open();
    }

    private void prepare(RouteSource source, CompletableFuture<DeclaredResources> declared)
            throws Exception {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setOverrideProperties(CamelSettings.of(settings));
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(
                new MainListenerSupport() {
                    @Override
                    public void beforeInitialize(BaseMainSupport support) {
                        assemble(support.getCamelContext(), source, declared);
                    }
                });
        main.init();
        limitStop();
    }

    private void assemble(
            CamelContext context,
            RouteSource source,
            CompletableFuture<DeclaredResources> declared) {
        context.getRegistry()
                .bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, meters);
        clients.bind(context.getRegistry());
        CardGuard cardGuard = cardGuard(settings);
        context.getRegistry().bind("cardGuard", cardGuard);
        HttpProblems problems = new HttpProblems(cardGuard::maskText);
        context.getRegistry().bind("httpProblems", problems);
        context.getRegistry().bind("pipelineFlush", new PipelineFlush());
        CheckoutBeans.bind(
                context.getRegistry(), cardGuard, (int) settings.bytes("checkout.max-event"));
        CartBeans.bind(
                context.getRegistry(),
                Cart.settings(settings),
                Cart.mail(settings),
                new CartBeans.Clients(clients.dynamoDb(), clients::scheduler),
                cardGuard,
                Clock.systemUTC());
        OutboxBeans.bind(context, clients.dynamoDb());
        SearchBeans.bind(
                context,
                OpenSearch.settings(settings),
                OpenSearch.auth(settings, clients.region()));
        ShopBeans.bind(
                context.getRegistry(),
                cardGuard,
                problems,
                clients.dynamoDb(),
                shop(settings),
                Clock.systemUTC());
        bindTasks(context, cardGuard);
        Optional<Tracer> tracer = traces.map(Traces::tracer);
        tracer.ifPresent(found -> http.trace(new ServerSpans(found)));
        http.install(context);
        if (listens) {
            observe.install(context);
        }
        FulfilmentBeans.bind(
                context,
                cardGuard,
                Shipping.settings(settings, http::portWithoutTls),
                Clock.systemUTC());
        delivery =
                Delivery.install(
                        context,
                        clients.sqs(),
                        deliverySettings(),
                        meters,
                        cardGuard::mask,
                        Clock.systemUTC(),
                        tracer);
        streams =
                Streams.install(
                        context,
                        new Streams.Clients(clients::kinesis, clients.dynamoDb()),
                        () -> resources.names().table("control"),
                        new Streams.Pauses(
                                settings.duration("eventfork.delivery.backoff"),
                                settings.duration("eventfork.delivery.backoff-max"),
                                settings.duration("eventfork.stop-limit")),
                        meters,
                        cardGuard::mask,
                        Clock.systemUTC());
        resources = join(declared);
        ResourceFunctions.of(resources::names)
                .forEach(context.getPropertiesComponent()::addPropertiesFunction);
        context.getRegistry().bind("clock", Clock.class, Clock.systemUTC());
        context.getRegistry()
                .bind(
                        "declaredFilters",
                        Function.class,
                        (Function<String, Optional<FilterPolicy>>) this::declaredFilter);
        replays = bindReplays(context);
        routes =
                new RouteFiles(
                        (ModelCamelContext) context,
                        source,
                        resources,
                        checks(),
                        Clock.systemUTC());
        Gauge.builder(
                        "eventfork.route.files.refused",
                        routes,
                        files -> files.state().problems().size())
                .description("Route and resources files that are refused at present.")
                .register(meters);
        http.door(routes.door());
        http.missing(this::routesAreMissing);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(new RoutesHealthCheck(routes));
        health.register(new CloudHealthCheck(clients.sts(), this::consumers, Clock.systemUTC()));
    }

    private List<ConsumerState> consumers() {
        return Stream.concat(delivery.consumers().stream(), streams.consumers().stream()).toList();
    }

    private void bindTasks(CamelContext context, CardGuard cardGuard) {
        TaskSettings tasks = Tasks.settings(settings);
        Supplier<String> openTasks = () -> resources.names().table("tasks-open");
        TasksBeans.bind(
                context,
                tasks,
                Tasks.runner(tasks, settings, clients, openTasks),
                cardGuard,
                new TasksBeans.Surroundings(
                        clients.dynamoDb(),
                        openTasks,
                        () ->
                                new QueueRecords.Place(
                                        resources.names().queueArnPrefix(),
                                        resources.names().region()),
                        () -> Tasks.address(settings, http::portWithoutTls)),
                Clock.systemUTC());
        StreamProcessorBeans.bind(
                context,
                Tasks.ofStream(settings),
                clients::kinesis,
                clients.s3(),
                cardGuard,
                Clock.systemUTC());
    }

    private ReplayBeans bindReplays(CamelContext context) {
        return ReplayBeans.bind(
                context,
                new ReplayBeans.Clients(clients.sqs(), clients.dynamoDb(), clients.s3()),
                new ReplayBeans.Surroundings(
                        name -> resources.names().queue(name),
                        name -> resources.names().declared().declares(ResourceKind.QUEUE, name),
                        name -> resources.names().table(name),
                        this::routesAreMissing,
                        new ReplayBeans.Backups(
                                this::topicsOf,
                                name -> resources.names().bucket(name),
                                name -> PipelineFlush.flush(context, name),
                                settings.duration("replay.flush-wait"),
                                settings.duration("replay.lease"),
                                settings.duration("replay.lookback"))),
                action -> routes.unlessChanging(action),
                Clock.systemUTC());
    }

    private Set<String> topicsOf(String queue) {
        return resources.names().declared().subscriptionsOf(queue).stream()
                .map(Subscription::topic)
                .collect(Collectors.toSet());
    }

    private boolean routesAreMissing() {
        return routes.state().problems().stream()
                .anyMatch(problem -> !problem.running() && problem.file().endsWith(".yaml"));
    }

    private Optional<FilterPolicy> declaredFilter(String queue) {
        return resources.names().declared().filterPolicyOf(queue);
    }

    static CardGuard cardGuard(Settings settings) {
        try {
            return new CardGuard(settings.list(EXEMPT));
        } catch (IllegalArgumentException e) {
            throw settings.invalid(EXEMPT, "JSON pointers such as /id,/items/*/sku", e);
        }
    }

    static ShopSettings shop(Settings settings) {
        return new ShopSettings(
                settings.oneOf("shop.basket.total", "price-times-quantity", "sum-price"),
                (int) settings.bytes("shop.max-event"));
    }

    private DeliverySettings deliverySettings() {
        return new DeliverySettings(
                settings.number("eventfork.delivery.attempts", 1, 1_000),
                settings.duration("eventfork.delivery.backoff"),
                settings.duration("eventfork.delivery.backoff-max"),
                settings.duration("eventfork.delivery.max-hold"),
                settings.number("eventfork.delivery.max-held", 10, 120_000),
                settings.duration("eventfork.stop-limit"));
    }

    private static List<RouteCheck.Finding> receiptsAreSafe(ModelCamelContext context) {
        return findings(ReceiptSafety.check(context));
    }

    private static List<RouteCheck.Finding> batchesAreSafe(ModelCamelContext context) {
        return findings(StreamSafety.check(context));
    }

    private static List<RouteCheck.Finding> findings(List<Unsafe> unsafe) {
        return unsafe.stream()
                .map(one -> new RouteCheck.Finding(one.routeId(), one.line(), one.sentence()))
                .toList();
    }

    /** After Camel has read its own settings, which know seconds alone and would overwrite this. */
    private void limitStop() {
        ShutdownStrategy strategy = main.getCamelContext().getShutdownStrategy();
        strategy.setTimeUnit(TimeUnit.MILLISECONDS);
        strategy.setTimeout(Math.max(1, settings.duration("eventfork.stop-limit").toMillis()));
    }

    private DeclaredResources lookAhead(StsClient sts, RouteSource source) {
        DeclaredResources found =
                new DeclaredResources(settings, clients, sts.getCallerIdentity().account());
        try {
            found.lookAhead(source.resources());
        } catch (IOException e) {
            LOG.debug("The routes folder cannot be read; loading it will say so.", e);
        }
        return found;
    }

    private DeclaredResources join(CompletableFuture<DeclaredResources> declared) {
        try {
            return declared.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException cause) {
                String where = settings.optional("eventfork.endpoint").orElse("AWS");
                throw new StartException(
                        "Cannot use the cloud at %s: %s"
                                .formatted(where, firstLine(cause.getMessage())),
                        cause);
            }
            if (e.getCause() instanceof StartException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static String sentence(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof StartException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : firstLine(cause.getMessage());
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
