package io.eventfork.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eventfork.problem.Fault;
import io.eventfork.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.ddb.Ddb2Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OrderPagesTest {

    private static final Pattern NEXT = Pattern.compile("next=([^>&]*)>; rel=\"next\"$");

    private final OrderPages orderPages = new OrderPages();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void asksForTheCustomersOrders() {
        ask("65144", null, null);

        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(
                        Ddb2Constants.KEY_CONDITIONS,
                        Ddb2Constants.LIMIT,
                        Ddb2Constants.CONSISTENT_READ)
                .containsEntry(Ddb2Constants.LIMIT, 50)
                .containsEntry(Ddb2Constants.CONSISTENT_READ, true);
        assertThat(exchange.getMessage().getHeader(Ddb2Constants.KEY_CONDITIONS).toString())
                .contains("EQ", "65144");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "200", "007"})
    void takesALimitUpToTheLargestPage(String limit) {
        ask("65144", limit, null);

        assertThat(exchange.getMessage().getHeader(Ddb2Constants.LIMIT))
                .isEqualTo(Integer.parseInt(limit));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "201",
                "-1",
                "+1",
                "1.5",
                "x",
                "",
                " 1",
                "99999999999999999999",
                "[1, 2]"
            })
    void refusesAnyOtherLimit(String limit) {
        assertRefused("65144", limit, null, "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "\u00e9", "[65144, 1]"})
    void refusesACustomerThatNoOrderCanHave(String customer) {
        assertRefused(customer, null, null, "customerId");
        assertRefused("x".repeat(65), null, null, "customerId");
    }

    @Test
    void answersTheRowsAsJson() throws Exception {
        ask("65144", null, null);

        answer(
                List.of(
                        Map.of(
                                "CustomerId", AttributeValue.fromS("65144"),
                                "DateOrderId", AttributeValue.fromS("2018-1"),
                                "PaymentId", AttributeValue.fromN("2509"),
                                "PaymentAmount", AttributeValue.fromN("100"),
                                "PaymentCurrency", AttributeValue.fromS("usd"),
                                "TotalQuantity", AttributeValue.fromN("3"))),
                null);

        assertThat(exchange.getMessage().getBody())
                .isEqualTo(
                        "[{\"CustomerId\":\"65144\",\"DateOrderId\":\"2018-1\",\"PaymentAmount\":100,"
                                + "\"PaymentCurrency\":\"usd\",\"PaymentId\":2509,\"TotalQuantity\":3}]");
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE, Exchange.CONTENT_TYPE)
                .containsEntry(Exchange.HTTP_RESPONSE_CODE, 200)
                .containsEntry(Exchange.CONTENT_TYPE, "application/json");
    }

    @Test
    void answersAnEmptyArrayWhenThereAreNone() {
        ask("65144", null, null);
        answer(List.of(), null);

        assertThat(exchange.getMessage().getBody()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-12-15T23:41:11-08:00-15311",
                "2018-12-15T23:41:11Z-\u00fc/?&=\"<>",
                "x"
            })
    void theNextPageStartsWhereThePageBeforeEnded(String key) {
        ask("a/b", "7", null);
        answer(List.of(), Map.of("DateOrderId", AttributeValue.fromS(key)));
        String link = exchange.getMessage().getHeader("Link", String.class);

        assertThat(link).startsWith("</checkout/orders/a%2Fb?limit=7&next=");
        Matcher next = NEXT.matcher(link);
        assertThat(next.find()).isTrue();

        ask("a/b", "7", next.group(1));

        assertThat(exchange.getMessage().getHeader(Ddb2Constants.START_KEY))
                .isEqualTo(
                        Map.of(
                                "CustomerId", AttributeValue.fromS("a/b"),
                                "DateOrderId", AttributeValue.fromS(key)));
    }

    @Test
    void aTokenOfAnotherCustomerReachesNoOrderOfTheirs() {
        ask("2", null, token("2018-12-15T23:41:11-08:00-15311"));

        assertThat(exchange.getMessage().getHeader(Ddb2Constants.START_KEY))
                .isEqualTo(
                        Map.of(
                                "CustomerId", AttributeValue.fromS("2"),
                                "DateOrderId",
                                        AttributeValue.fromS("2018-12-15T23:41:11-08:00-15311")));
        assertThat(exchange.getMessage().getHeader(Ddb2Constants.KEY_CONDITIONS).toString())
                .contains("S=2)");
    }

    @Test
    void refusesTokensThatItNeverGave() {
        String token = token("2018-12-15T23:41:11-08:00-15311");

        assertRefused("65144", null, "", "next");
        assertRefused("65144", null, "%%%", "next");
        assertRefused("65144", null, token + "=", "next");
        assertRefused("65144", null, " " + token, "next");
        assertRefused("65144", null, token.substring(0, token.length() - 1) + "/", "next");
        assertRefused("65144", null, "[" + token + ", " + token + "]", "next");
        assertRefused("65144", null, token("x".repeat(1025)), "next");
        assertRefused("65144", null, "_w", "next");
    }

    private void ask(String customer, String limit, String next) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader("customerId", customer);
        exchange.getMessage().setHeader("limit", limit);
        exchange.getMessage().setHeader("next", next);
        exchange.getMessage().setHeader("X-Of-The-Request", "x");
        orderPages.ask(exchange, 50, 200);
    }

    private void answer(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> last) {
        exchange.getMessage().setHeader(Ddb2Constants.ITEMS, items);
        exchange.getMessage().setHeader(Ddb2Constants.LAST_EVALUATED_KEY, last);
        orderPages.answer(exchange);
    }

    private void assertRefused(String customer, String limit, String next, String parameter) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> ask(customer, limit, next));

        assertThat(problem).as(parameter).isNotNull();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.faults()).extracting(Fault::pointer).containsExactly(parameter);
    }

    private static String token(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
