package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.RouteTestSupport;
import io.eventfork.event.StrictJson;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a caller can get wrong: a clear answer, nothing published, and no card data of the request
 * in the answer or the log.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String PAN = "4111111111111111";
    private static final String CODE = "9753";

    /** A good order, full of card data. */
    private static final String ORDER =
            """
            {"id":1,"date":"2018-12-15T23:41:11-08:00","status":"confirmed",
             "customer":{"id":2,"name":"Ann","email":"ann@example.com"},
             "payment":{"id":3,"amount":450.00,"currency":"usd","network":"visa","last4":"1111",
              "card-number":"4111 1111 1111 1111","card-cvv":"9753","note":"4111-1111-1111-1111"},
             "items":[{"id":4,"product":5,"name":"Jersey","quantity":1,"price":400.00}],
             "4111111111111111":"cvv 9753"}
            """;

    private RouteTestSupport routes;
    private int published;

    /**
     * One bad request.
     *
     * @param pointer where the fault must be said to be; null if the place says nothing
     */
    record Row(String name, String body, Charset charset, int status, String pointer) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void start() throws Exception {
        routes = RouteTestSupport.run(Map.of(), "errors.camel.yaml", "checkout/intake.camel.yaml");
    }

    @AfterAll
    void stop() {
        routes.close();
    }

    @BeforeEach
    void countPublished() {
        published = routes.sns.requests().size();
    }

    @Test
    void theOrderThatTheRowsSpoilIsGood() throws Exception {
        HttpResponse<String> response = post(bytes(ORDER), "application/json");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(routes.sns.requests()).hasSize(published + 1);
        assertNoCardData(routes.sns.requests().get(published).toString());
        assertNoCardData(response.body());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aBadRequestIsAnsweredClearly(Row row) throws Exception {
        HttpResponse<String> response = post(row.body.getBytes(row.charset), "application/json");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(row.status);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        JsonNode problem = StrictJson.parse(response.body());
        assertThat(problem.path("status").intValue()).isEqualTo(row.status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        for (JsonNode fault : problem.path("faults")) {
            assertThat(fault.path("message").asText())
                    .isNotBlank()
                    .doesNotStartWith(":")
                    .doesNotStartWith("/")
                    .doesNotContain("regex", "^[", "Exception", "null,");
        }
        if (row.pointer != null) {
            assertThat(problem.path("faults"))
                    .extracting(fault -> fault.path("pointer").asText())
                    .contains(row.pointer);
        }
        assertThat(routes.sns.requests()).hasSize(published);
        assertNoCardData(response.body());
        assertNoCardData(routes.logged());
    }

    @ParameterizedTest
    @MethodSource("contentTypes")
    void anotherContentTypeIsAnswered415(String contentType) throws Exception {
        HttpResponse<String> response = post(bytes(ORDER), contentType);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(routes.sns.requests()).hasSize(published);
        assertNoCardData(response.body());
    }

    static List<String> contentTypes() {
        return List.of(
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x");
    }

    @Test
    void everyFaultIsNamedAtOnce() throws Exception {
        HttpResponse<String> response =
                post(
                        bytes("{\"id\":1,\"payment\":{\"amount\":-1},\"items\":[]}"),
                        "application/json");

        assertThat(StrictJson.parse(response.body()).path("faults"))
                .extracting(
                        fault ->
                                fault.path("pointer").asText()
                                        + " "
                                        + fault.path("message").asText())
                .contains("/date is missing", "/customer is missing", "/payment/id is missing")
                .anyMatch(fault -> fault.startsWith("/payment/amount "))
                .anyMatch(fault -> fault.startsWith("/items "));
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(brokenTexts());
        rows.addAll(missingMembers());
        rows.addAll(wrongValues());
        rows.addAll(cardNumbers());
        rows.add(row("too large", ORDER.replace("Ann", "x".repeat(300_000)), 413, null));
        rows.add(
                row(
                        "an event too large that was no request too large",
                        ORDER.replace("\"Jersey\"", "\"" + "\uFFFE".repeat(60_000) + "\""),
                        400,
                        "/items/0/name"));
        rows.add(
                row(
                        "an event that outgrows its request",
                        ORDER.replace("Ann\"", "Ann\",\"x\":\"" + "\uFFFE".repeat(60_000) + "\""),
                        413,
                        null));
        return rows;
    }

    private static List<Row> brokenTexts() {
        return List.of(
                row("empty", "", 400, ""),
                row("blank", " \n ", 400, ""),
                row("half an order", ORDER.substring(0, ORDER.length() / 2), 400, null),
                row("no end", ORDER.strip().substring(0, ORDER.strip().length() - 1), 400, null),
                row("two orders", ORDER + ORDER, 400, null),
                row("a comma too many", ORDER.replace("]", ",]"), 400, null),
                row("single quotes", ORDER.replace('"', '\''), 400, null),
                row("a comment", "/* " + PAN + " */" + ORDER, 400, ""),
                row("a name without quotes", ORDER.replace("\"id\":1", "id:1"), 400, null),
                row("NaN", amount("NaN"), 400, "/payment/amount"),
                row("Infinity", amount("-Infinity"), 400, "/payment/amount"),
                row("a leading zero", amount("0450"), 400, "/payment/amount"),
                row("a plus sign", amount("+450"), 400, "/payment/amount"),
                row("a huge exponent", amount("1e999999999"), 400, "/payment/amount"),
                row("a tiny exponent", amount("1e-999999999"), 400, "/payment/amount"),
                row("a long number", amount("1".repeat(65)), 400, "/payment/amount"),
                row("a very long number", amount("1".repeat(100_000)), 400, null),
                row("a member twice", ORDER.replace("\"id\":1", "\"id\":1,\"id\":1"), 400, "/id"),
                row("a card number twice", "{\"" + PAN + "\":1,\"" + PAN + "\":2}", 400, "/****"),
                row("33 levels", ORDER.replace("\"Ann\"", nested(33)), 400, null),
                row("100,000 levels", "[".repeat(100_000) + PAN, 400, null),
                row("a line end in a text", ORDER.replace("Ann", "A\nnn"), 400, "/customer/name"),
                row("a control character", ORDER.replace("Ann", "A\u0001n"), 400, "/customer/name"),
                row("a bad escape", ORDER.replace("Ann", "A\\x41"), 400, "/customer/name"),
                row("a byte order mark", "\uFEFF" + ORDER, 400, ""),
                new Row("UTF-16", ORDER, StandardCharsets.UTF_16, 400, ""),
                new Row(
                        "invalid UTF-8",
                        ORDER.replace("Ann", "\u00ff"),
                        StandardCharsets.ISO_8859_1,
                        400,
                        ""),
                row("a form", "card-number=" + PAN + "&cvv=" + CODE, 400, ""),
                row("XML", "<order><pan>" + PAN + "</pan></order>", 400, ""));
    }

    private static List<Row> missingMembers() {
        return List.of(
                row("an empty object", "{}", 400, "/payment"),
                row("an array", "[" + ORDER + "]", 400, ""),
                row("a text", "\"" + PAN + "\"", 400, ""),
                row("a number", PAN, 400, ""),
                row("null", "null", 400, ""),
                row("no id", ORDER.replace("{\"id\":1,", "{"), 400, "/id"),
                row("no date", ORDER.replace("\"date\"", "\"day\""), 400, "/date"),
                row("no customer", ORDER.replace("\"customer\"", "\"buyer\""), 400, "/customer"),
                row("no customer id", ORDER.replace("\"id\":2,", ""), 400, "/customer/id"),
                row("no payment", ORDER.replace("\"payment\"", "\"paid\""), 400, "/payment"),
                row("no payment id", ORDER.replace("\"id\":3,", ""), 400, "/payment/id"),
                row("no amount", ORDER.replace("\"amount\"", "\"sum\""), 400, "/payment/amount"),
                row("no currency", ORDER.replace("\"usd\"", "null"), 400, "/payment/currency"),
                row("no items", ORDER.replace("\"items\"", "\"goods\""), 400, "/items"),
                row("no item", ORDER.replaceAll("\\[\\{.*}]", "[]"), 400, "/items"),
                row("no quantity", ORDER.replace("\"quantity\":1,", ""), 400, "/items/0/quantity"));
    }

    private static List<Row> wrongValues() {
        return List.of(
                row("a negative id", ORDER.replace("\"id\":1,", "\"id\":-1,"), 400, "/id"),
                row("a broken id", ORDER.replace("\"id\":1,", "\"id\":1.5,"), 400, "/id"),
                row("a boolean id", ORDER.replace("\"id\":1,", "\"id\":true,"), 400, "/id"),
                row(
                        "an id with a space",
                        ORDER.replace("\"id\":1,", "\"id\":\"1 2\","),
                        400,
                        "/id"),
                row("an empty id", ORDER.replace("\"id\":1,", "\"id\":\"\","), 400, "/id"),
                row("a day", date("2018-12-15"), 400, "/date"),
                row("a time without offset", date("2018-12-15T23:41:11"), 400, "/date"),
                row("a day that is not", date("2018-02-30T23:41:11Z"), 400, "/date"),
                row("an hour that is not", date("2018-02-20T25:41:11Z"), 400, "/date"),
                row("an offset that is not", date("2018-02-20T23:41:11+99:00"), 400, "/date"),
                row("a card number as date", date(PAN), 400, "/date"),
                row("an amount in a text", amount("\"450.00\""), 400, "/payment/amount"),
                row("a negative amount", amount("-0.01"), 400, "/payment/amount"),
                row("six decimals", amount("1.000001"), 400, "/payment/amount"),
                row("an amount too large", amount("1000000000"), 400, "/payment/amount"),
                row("a card number as amount", amount(PAN), 400, "/payment/amount"),
                row("a null amount", amount("null"), 400, "/payment/amount"),
                row("an unknown currency", ORDER.replace("usd", "us$"), 400, "/payment/currency"),
                row(
                        "a long last4",
                        ORDER.replace("\"1111\"", "\"" + PAN + "\""),
                        400,
                        "/payment/last4"),
                row(
                        "a payment in a text",
                        ORDER.replace("\"payment\":{", "\"payment\":\"x\",\"y\":{"),
                        400,
                        "/payment"),
                row("items in an object", ORDER.replaceAll("\\[(\\{.*})]", "$1"), 400, "/items"),
                row(
                        "an item in a text",
                        ORDER.replace("[{", "[\"" + PAN + "\",{"),
                        400,
                        "/items/0"),
                row("a negative quantity", quantity("-1"), 400, "/items/0/quantity"),
                row("half a quantity", quantity("0.5"), 400, "/items/0/quantity"),
                row("a quantity in a text", quantity("\"1\""), 400, "/items/0/quantity"),
                row("a huge quantity", quantity("1000000001"), 400, "/items/0/quantity"),
                row("a negative price", ORDER.replace("400.00", "-400"), 400, "/items/0/price"),
                row("a long name", ORDER.replace("Ann", "n".repeat(1025)), 400, "/customer/name"));
    }

    private static List<Row> cardNumbers() {
        return List.of(
                row("an order id", ORDER.replace("\"id\":1,", "\"id\":" + PAN + ","), 400, "/id"),
                row(
                        "a customer",
                        ORDER.replace("\"id\":2", "\"id\":\"" + PAN + "\""),
                        400,
                        "/customer/id"),
                row("a payment", ORDER.replace("\"id\":3", "\"id\":" + PAN), 400, "/payment/id"),
                row("a currency", ORDER.replace("usd", PAN), 400, "/payment/currency"),
                row("a quantity", quantity(PAN), 400, "/items/0/quantity"));
    }

    private static String amount(String amount) {
        return ORDER.replace("450.00", amount);
    }

    private static String quantity(String quantity) {
        return ORDER.replace("\"quantity\":1", "\"quantity\":" + quantity);
    }

    private static String date(String date) {
        return ORDER.replace("2018-12-15T23:41:11-08:00", date);
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static Row row(String name, String body, int status, String pointer) {
        return new Row(name, body, StandardCharsets.UTF_8, status, pointer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> post(byte[] body, String contentType) throws Exception {
        return routes.send("POST", "/checkout", body, "Content-Type", contentType);
    }

    private static void assertNoCardData(String text) {
        assertThat(text.replaceAll("[ -]", "")).doesNotContain(PAN, CODE);
    }
}
