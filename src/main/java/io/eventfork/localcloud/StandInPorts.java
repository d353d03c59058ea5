package io.eventfork.localcloud;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes requests on to the stand-ins, and does for S3 and SQS what theirs cannot do. Thread-safe.
 */
final class StandInPorts {

    private final Forwarder forwarder;
    private final AbandonedPolls polls;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final KeptBucketSettings buckets = new KeptBucketSettings();
    private final KeptQueueAttributes queues = new KeptQueueAttributes();

    StandInPorts(Forwarder forwarder) {
        this.forwarder = forwarder;
        this.polls = new AbandonedPolls(forwarder);
    }

    void add(String service, int port) {
        ports.put(service, port);
    }

    /** The signing names of the services that stand-ins are for. */
    Set<String> services() {
        return ports.keySet();
    }

    /** Passes on a request whose body is not read yet, and its answer. */
    void pass(String service, HttpServerRequest request) {
        int port = ports.get(service);
        if (service.equals("s3")) {
            passToS3(port, request);
        } else if (service.equals("sqs") && AbandonedPolls.concerns(request)) {
            request.body()
                    .onSuccess(body -> Answers.send(request, polls.receive(port, request, body)));
        } else if (service.equals("sqs") && queues.concerns(request)) {
            request.body()
                    .onSuccess(
                            body -> Answers.send(request, exchangeAttributes(port, request, body)));
        } else {
            stream(port, request);
        }
    }

    /** Passes on a request whose body is read, and its answer. */
    void pass(String service, HttpServerRequest request, Buffer body) {
        Answers.send(request, forwarder.exchange(ports.get(service), request, body));
    }

    private void passToS3(int port, HttpServerRequest request) {
        ServiceResponse refused = buckets.refusal(request);
        if (refused != null) {
            Answers.send(request, refused);
        } else if (buckets.keeps(request)) {
            Answers.send(
                    request,
                    request.body()
                            .compose(
                                    body ->
                                            forwarder
                                                    .exists(
                                                            port,
                                                            "/"
                                                                    + KeptBucketSettings.bucket(
                                                                            request))
                                                    .map(
                                                            exists ->
                                                                    buckets.answer(
                                                                            request, body,
                                                                            exists))));
        } else {
            stream(port, request)
                    .onSuccess(
                            status -> {
                                if (request.method().equals(HttpMethod.DELETE) && status == 204) {
                                    buckets.deleted(request);
                                }
                            });
        }
    }

    private Future<ServiceResponse> exchangeAttributes(
            int port, HttpServerRequest request, Buffer body) {
        KeptQueueAttributes.Exchange exchange = queues.begin(request, body);
        return exchange.refusal() != null
                ? Future.succeededFuture(exchange.refusal())
                : forwarder.exchange(port, request, exchange.body()).map(exchange::end);
    }

    private Future<Integer> stream(int port, HttpServerRequest request) {
        return forwarder.stream(port, request)
                .onFailure(failure -> Answers.unreachable(request, failure));
    }
}
