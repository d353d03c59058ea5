package io.eventfork.claimcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.RouteTestSupport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The claim check's route file, on an S3 that only records. */
class ClaimCheckRouteTest {

    @Test
    void aBodyOverTheLimitIsAPointerWhileTheWorkLasts() throws Exception {
        try (RouteTestSupport routes = run()) {
            Exchange done = send(routes, "äääää");

            assertThat(done.getException()).isNull();
            assertThat(done.getMessage().getBody(String.class))
                    .startsWith("worked on s3://test-b/p/");
            assertThat(routes.s3.puts()).hasSize(1);
            assertThat(routes.s3.puts().get(0).body().asUtf8String()).isEqualTo("äääää");
            assertThat(routes.s3.puts().get(0).request().serverSideEncryptionAsString())
                    .isEqualTo("aws:kms");
            assertThat(routes.s3.deletes())
                    .extracting(DeleteObjectRequest::key)
                    .containsExactly(routes.s3.puts().get(0).request().key());
        }
    }

    @Test
    void aBodyUpToTheLimitGoesOnAsItIs() throws Exception {
        try (RouteTestSupport routes = run()) {
            Exchange done = send(routes, "12345678");

            assertThat(done.getMessage().getBody()).isEqualTo("worked on 12345678");
            assertThat(routes.s3.puts()).isEmpty();
            assertThat(routes.s3.deletes()).isEmpty();
        }
    }

    @Test
    void theFailureOfTheWorkIsThatOfTheCallerAndTheObjectIsRemoved() throws Exception {
        try (RouteTestSupport routes = run()) {
            Exchange done = send(routes, "please fail");

            assertThat(done.getException()).hasMessage("no work");
            assertThat(routes.s3.deletes()).hasSize(1);
        }
    }

    @Test
    void noWorkIsDoneOnAnObjectThatIsNotStored() throws Exception {
        try (RouteTestSupport routes = run()) {
            routes.s3.failing(SdkClientException.create("Connection refused"));

            Exchange done = send(routes, "a long body");

            assertThat(done.getException()).hasMessageContaining("Connection refused");
        }
    }

    @Test
    void theSweepRemovesWhatIsOlderThanAnyWork() throws Exception {
        try (RouteTestSupport routes = run()) {
            routes.s3.holding(
                    List.of(object("old", Duration.ofHours(2)), object("new", Duration.ZERO)));

            sweep(routes);

            await().until(() -> !routes.s3.deletes().isEmpty());
            assertThat(routes.s3.deletes())
                    .extracting(DeleteObjectRequest::key)
                    .containsExactly("old");
        }
    }

    @Test
    void theSweepSeesWhatComesAfterTheFirstThousand() throws Exception {
        try (RouteTestSupport routes = run()) {
            List<S3Object> objects = new ArrayList<>();
            for (int number = 1_000; number < 3_000; number++) {
                objects.add(object("new" + number, Duration.ZERO));
            }
            objects.add(object("old", Duration.ofHours(2)));
            routes.s3.holding(objects);

            sweep(routes);

            await().atMost(Duration.ofMinutes(1)).until(() -> !routes.s3.deletes().isEmpty());
            assertThat(routes.s3.deletes())
                    .extracting(DeleteObjectRequest::key)
                    .containsExactly("old");
        }
    }

    @Test
    void theSweepPassesOverWhatCannotBeRemoved() throws Exception {
        try (RouteTestSupport routes = run()) {
            List<S3Object> objects = new ArrayList<>();
            for (int number = 1_000; number < 3_000; number++) {
                objects.add(object("held" + number, Duration.ofHours(2)));
            }
            objects.add(object("old", Duration.ofHours(2)));
            routes.s3.holding(objects);
            routes.s3.failingDeletes("test-b", "held");

            sweep(routes);

            await().atMost(Duration.ofMinutes(1)).until(() -> !routes.s3.deletes().isEmpty());
            assertThat(routes.s3.deletes())
                    .extracting(DeleteObjectRequest::key)
                    .containsExactly("old");
            assertThat(routes.logged())
                    .contains(
                            "Objects of bucket test-b cannot be removed, as held1000: S3 is away.")
                    .doesNotContain("held1001");
        }
    }

    private static void sweep(RouteTestSupport routes) throws Exception {
        TemplatedRouteBuilder.builder(routes.context, "claim-check-sweep")
                .routeId("sweep")
                .parameter("Bucket", "b")
                .parameter("Expiry", "1h")
                .parameter("Interval", "1h")
                .add();
    }

    private static S3Object object(String key, Duration age) {
        return S3Object.builder().key(key).lastModified(Instant.now().minus(age)).build();
    }

    private static Exchange send(RouteTestSupport routes, String body) {
        return routes.context
                .createFluentProducerTemplate()
                .to("direct:large")
                .withBody(body)
                .request(Exchange.class);
    }

    private static RouteTestSupport run() throws Exception {
        RouteTestSupport routes =
                RouteTestSupport.run(Map.of(), "pipelines/claim-check.camel.yaml");
        routes.context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:work").routeId("work").process(ClaimCheckRouteTest::work);
                    }
                });
        TemplatedRouteBuilder.builder(routes.context, "claim-check")
                .routeId("large")
                .parameter("Name", "large")
                .parameter("Then", "work")
                .parameter("Bucket", "b")
                .parameter("Limit", "8")
                .parameter("Prefix", "p/")
                .add();
        return routes;
    }

    private static void work(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        // As what leaves through another endpoint may do.
        exchange.getMessage().removeHeaders("*");
        if (exchange.getVariable("claim", "", String.class).contains("fail")) {
            throw new IllegalStateException("no work");
        }
        exchange.getMessage().setBody("worked on " + body);
    }
}
