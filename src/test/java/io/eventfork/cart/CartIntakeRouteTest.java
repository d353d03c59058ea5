package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class CartIntakeRouteTest {

    private static final String ITEM = "{\"user\":\"swn\",\"product\":\"IPhone X\"}";

    private CartRoutes cart;

    @BeforeEach
    void start() throws Exception {
        cart = CartRoutes.run();
    }

    @AfterEach
    void stop() {
        cart.close();
    }

    @Test
    void answersOnceTheBusHasTheEvent() throws Exception {
        HttpResponse<String> answer = cart.add(ITEM);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"message\":\"message received\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        PutEventsRequestEntry event = onlyEvent();
        assertThat(event.source()).isEqualTo("putToCartService");
        assertThat(event.detailType()).isEqualTo("item added to Cart");
        assertThat(event.eventBusName()).isEqualTo(Consumers.BUS);
        assertThat(event.time()).isEqualTo(Consumers.CLOCK.instant());
        assertThat(event.traceHeader()).isNull();
        assertThat(event.detail())
                .isEqualTo(
                        "{\"user\":\"swn\",\"product\":\"IPhone X\",\"occurredAt\":\"2026-11-21T12:00:30Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/cart/items/swn/IPhone%20X, swn, IPhone X",
        "/cart/items/ann%40example.com/a%2Fb%3Fc%25, ann@example.com, a/b?c%",
        "/cart/items/swn/B%C3%A4llchen, swn, Bällchen"
    })
    void publishesARemovalLikewise(String path, String user, String product) throws Exception {
        HttpResponse<String> answer = cart.remove(path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).contains("message received");
        assertThat(onlyEvent().detailType()).isEqualTo("item removed from Cart");
        JsonNode detail = StrictJson.parse(onlyEvent().detail());
        assertThat(detail.get("user").textValue()).isEqualTo(user);
        assertThat(detail.get("product").textValue()).isEqualTo(product);
    }

    @Test
    void namesTheProductInTheDetailTypeAsTheOriginalDoesIfItIsToldTo() throws Exception {
        try (CartRoutes original =
                CartRoutes.run(
                        new CartSettings(
                                "putToCartService",
                                "item {product} added to Cart",
                                "item {product} removed from Cart",
                                Duration.ofDays(1),
                                "role"))) {
            original.add(ITEM);

            assertThat(original.routes.eventBridge.events().get(0).detailType())
                    .isEqualTo("item IPhone X added to Cart");
        }
    }

    @Test
    void passesTheTraceOn() throws Exception {
        cart.add(ITEM, "X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678");

        assertThat(onlyEvent().traceHeader()).isEqualTo("Root=1-67891233-abcdef012345678912345678");
    }

    @Test
    void sendsNothingOfTheRequestsHeadersBack() throws Exception {
        HttpResponse<String> answer = cart.add(ITEM, "X-Secret", "s3cret", "Location", "here");

        assertThat(answer.headers().map().keySet())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .isSubsetOf(RouteTestSupport.ANSWER_HEADERS);
        assertThat(cart.routes.eventBridge.requests().toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException, 503",
        "InternalFailure, 503",
        "MalformedDetail, 500",
        "NotAuthorizedForSourceException, 500"
    })
    void acceptsNothingThatTheBusDoesNotTake(String code, int status) throws Exception {
        cart.routes.eventBridge.refusing(entry -> code);

        HttpResponse<String> answer = cart.add(ITEM);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 503);
        assertThat(answer.body()).doesNotContain("message received");
    }

    @Test
    void answers503WhileTheBusIsAway() throws Exception {
        cart.routes.eventBridge.failing(SdkClientException.create("Connect to 10.0.0.7 refused"));

        assertThat(cart.add(ITEM).statusCode()).isEqualTo(503);
        assertThat(cart.remove("/cart/items/swn/Ball").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ''",
                "{ | ''",
                "[] | ''",
                "\"swn\" | ''",
                "{\"product\":\"p\"} | /user",
                "{\"user\":\"u\"} | /product",
                "{\"user\":7,\"product\":\"p\"} | /user",
                "{\"user\":null,\"product\":\"p\"} | /user",
                "{\"user\":\"\",\"product\":\"p\"} | /user",
                "{\"user\":\"u\",\"product\":\" p\"} | /product",
                "{\"user\":\"u\",\"product\":\"p\\n\"} | /product",
                "{\"user\":\"u\\r\\nBcc: v@example.com\",\"product\":\"p\"} | /user",
                "{\"user\":\"u\",\"product\":\"a\\u0000b\"} | /product",
                "{\"user\":\"u\",\"product\":\"a\\u2028b\"} | /product",
                "{\"user\":\"u\",\"product\":\"\\ud800\"} | /product",
                "{\"user\":\"u\",\"product\":\"4111 1111 1111 1111\"} | /product",
                "{\"user\":\"4111111111111111\",\"product\":\"p\"} | /user",
                "{\"user\":\"u\",\"product\":\"p\",\"quan/tity\":1} | /quan~1tity"
            })
    void namesEachFaultAndPublishesNothing(String body, String pointer) throws Exception {
        assertRefused(cart.add(body), pointer);
    }

    @Test
    void namesAllFaultsAtOnce() throws Exception {
        JsonNode problem = StrictJson.parse(cart.add("{\"user\":\"\",\"x\":1}").body());

        assertThat(problem.get("faults"))
                .map(fault -> fault.get("pointer").textValue())
                .containsExactly("/user", "/product", "/x");
    }

    @Test
    void knowsHowLongNamesMayBe() throws Exception {
        String user = "u".repeat(254);
        String product = "🏀".repeat(100);
        assertThat(add(user, product).statusCode()).isEqualTo(202);
        assertThat(cart.routes.eventBridge.events()).hasSize(1);

        assertThat(add(user + "u", product).body()).contains("1 to 254 characters");
        assertThat(add(user, product + "b").body()).contains("1 to 100 characters");
        assertThat(cart.routes.eventBridge.events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cart/items/swn/%20p",
                "/cart/items/swn/a%0D%0Ab",
                "/cart/items/swn/4111%201111%201111%201111"
            })
    void refusesARemovalOfWhatCannotBeInACart(String path) throws Exception {
        assertRefused(cart.remove(path), "product");
    }

    @Test
    void takesJsonAlone() throws Exception {
        assertThat(
                        cart.routes
                                .send(
                                        "POST",
                                        "/cart/items",
                                        ITEM.getBytes(StandardCharsets.UTF_8),
                                        "Content-Type",
                                        "text/plain")
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void showsItsContract() throws Exception {
        HttpResponse<String> answer = cart.routes.get("/openapi/cart");

        assertThat(answer.headers().firstValue("content-type")).contains("application/yaml");
        assertThat(answer.body()).contains("openapi: 3.1.0", "/cart/items:");
    }

    private HttpResponse<String> add(String user, String product) throws Exception {
        return cart.add("{\"user\":\"%s\",\"product\":\"%s\"}".formatted(user, product));
    }

    private void assertRefused(HttpResponse<String> answer, String pointer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(StrictJson.parse(answer.body()).get("faults"))
                .map(fault -> fault.get("pointer").textValue())
                .contains(pointer);
        assertThat(answer.body()).doesNotContain("4111", "Bcc");
        assertThat(cart.routes.eventBridge.requests()).isEmpty();
    }

    private PutEventsRequestEntry onlyEvent() {
        assertThat(cart.routes.eventBridge.events()).hasSize(1);
        return cart.routes.eventBridge.events().get(0);
    }
}
