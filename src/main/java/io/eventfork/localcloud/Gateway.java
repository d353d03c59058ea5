package io.eventfork.localcloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one endpoint of the local cloud. A request goes to the service that its signature names:
 * streamed to a stand-in, or answered here by an emulated service on a worker thread. Signatures
 * are not verified. Thread-safe.
 */
final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** What PutRecords of Kinesis takes, 10 MiB, in Base64. */
    private static final int LARGEST_EMULATED_BODY = 16 << 20;

    private final Vertx vertx;
    private final HttpServer server;
    private final StandInPorts standIns;
    private final Map<String, EmulatedService> emulated = new ConcurrentHashMap<>();
    private final Map<String, Function<ServiceRequest, ServiceResponse>> pages =
            new ConcurrentHashMap<>();

    Gateway(String host, int port) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(16));
        standIns = new StandInPorts(new Forwarder(vertx));
        try {
            server =
                    vertx.createHttpServer(
                                    new HttpServerOptions()
                                            .setMaxHeaderSize(64 << 10)
                                            // S3 clients wait seconds for it before they send.
                                            .setHandle100ContinueAutomatically(true))
                            .connectionHandler(
                                    connection ->
                                            connection.exceptionHandler(
                                                    e ->
                                                            LOG.debug(
                                                                    "A client ended a connection: {}.",
                                                                    e.getMessage())))
                            .requestHandler(this::handle)
                            .listen(port, host)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join();
        } catch (CompletionException e) {
            close();
            throw FreePort.taken("The local cloud", port, e.getCause(), "--cloud-port");
        }
    }

    int port() {
        return server.actualPort();
    }

    void standIn(String service, int port) {
        standIns.add(service, port);
    }

    void emulate(EmulatedService service) {
        emulated.put(service.signingName(), service);
    }

    /** Answers requests to a path of the cloud itself, below {@code /_cloud/}. */
    void page(String path, Function<ServiceRequest, ServiceResponse> page) {
        pages.put(path, page);
    }

    /** Ends all connections, also those to the stand-ins. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        Function<ServiceRequest, ServiceResponse> page = pages.get(request.path());
        if (page != null) {
            request.body().onSuccess(body -> run(request.path(), page, request, body));
        } else if (request.path().startsWith("/_cloud/")) {
            health(request);
        } else if (Requests.namedByItsForm(request)) {
            request.body()
                    .onSuccess(
                            body -> {
                                String service = Requests.service(request, body);
                                if (standIns.services().contains(service)) {
                                    standIns.pass(service, request, body);
                                } else {
                                    emulate(service, request, body);
                                }
                            });
        } else {
            dispatch(Requests.service(request), request);
        }
    }

    private void dispatch(String service, HttpServerRequest request) {
        if (standIns.services().contains(service)) {
            standIns.pass(service, request);
            return;
        }
        String length = request.getHeader("content-length");
        if (length != null && Long.parseLong(length) > LARGEST_EMULATED_BODY) {
            Answers.send(
                    request,
                    AwsErrors.xml(413, "RequestEntityTooLarge", "The request is too large."));
            return;
        }
        request.body().onSuccess(body -> emulate(service, request, body));
    }

    private void emulate(String name, HttpServerRequest request, Buffer body) {
        EmulatedService service = emulated.get(name);
        if (service == null) {
            String text = "The service '" + name + "' is not part of Eventfork's local cloud.";
            Answers.send(request, AwsErrors.of(request, 501, "NotImplemented", text));
            return;
        }
        run(name, service::handle, request, body);
    }

    private static ServiceRequest call(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach((header, value) -> headers.put(header.toLowerCase(Locale.ROOT), value));
        return new ServiceRequest(
                request.method().name(),
                request.path(),
                Objects.requireNonNullElse(request.query(), ""),
                headers,
                body.getBytes());
    }

    /** On a worker thread. */
    private void run(
            String name,
            Function<ServiceRequest, ServiceResponse> service,
            HttpServerRequest request,
            Buffer body) {
        ServiceRequest call = call(request, body);
        vertx.executeBlocking(() -> service.apply(call), false)
                .onSuccess(response -> Answers.send(request, response))
                .onFailure(
                        failure -> {
                            LOG.error("The local cloud's {} failed.", name, failure);
                            Answers.send(
                                    request,
                                    AwsErrors.of(
                                            request,
                                            500,
                                            "InternalFailure",
                                            String.valueOf(failure.getMessage())));
                        });
    }

    private void health(HttpServerRequest request) {
        ObjectNode services = JsonNodeFactory.instance.objectNode();
        standIns.services().forEach(name -> services.put(name, "running"));
        emulated.keySet().forEach(name -> services.put(name, "running"));
        request.response()
                .putHeader("content-type", "application/json")
                .end(JsonNodeFactory.instance.objectNode().set("services", services).toString());
    }
}
