package io.eventfork.localcloud.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PutEventsTest {

    private static final String GOOD = "{'Source':'shop','DetailType':'Order','Detail':'{}'}";

    private final EventsApi api = new EventsApi();

    @Test
    void deliversTheEnvelope() {
        api.rule("all", "");

        JsonNode answer =
                api.call(
                        "PutEvents",
                        "{'Entries':[{'Source':'shop','DetailType':'Order','Detail':'{}',"
                                + "'Time':1780000000.5,'Resources':['r1','r2']}]}");

        JsonNode event = api.delivered().get(0);
        String id = answer.path("Entries").path(0).path("EventId").asText();
        assertThat(event)
                .isEqualTo(
                        EventsApi.json(
                                """
                                {"version":"0","id":"%s","detail-type":"Order","source":"shop",
                                "account":"000000000000","time":"2026-05-28T20:26:40Z",
                                "region":"us-east-1","resources":["r1","r2"],"detail":{}}"""
                                        .formatted(id)));
        assertThat(id).hasSize(36);
    }

    @Test
    void keepsNumbersOfTheDetailAsTheyAreWritten() {
        api.rule("all", "");

        api.put("{\"price\":950.00,\"big\":12345678901234567890.10}");

        assertThat(api.queues.bodiesIn(EventsApi.QUEUE).get(0))
                .contains("\"detail\":{\"price\":950.00,\"big\":12345678901234567890.10}");
    }

    @Test
    void givesAnEventWithoutTimeThatOfTheCloud() {
        api.rule("all", "");

        api.put("{}");

        assertThat(api.delivered().get(0).path("time").asText()).isEqualTo("2026-11-21T01:02:03Z");
    }

    @Test
    void answersForEachEntryInOrder() {
        api.rule("all", "");

        JsonNode answer =
                api.call(
                        "PutEvents",
                        "{'Entries':[%s,{'DetailType':'t','Detail':'{}'},{'Source':'s','Detail':'{}'},"
                                + "{'Source':'s','DetailType':'t'},{'Source':'s','DetailType':'t','Detail':'[]'},"
                                + "{'Source':'s','DetailType':'t','Detail':'{'},"
                                + "{'Source':'aws.s3','DetailType':'t','Detail':'{}'},"
                                + "{'Source':'%s','DetailType':'t','Detail':'{}'},"
                                + "{'Source':'s','DetailType':'%s','Detail':'{}'},%s]}",
                        GOOD,
                        "s".repeat(257),
                        "t".repeat(129),
                        GOOD);

        assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(8);
        assertThat(answer.path("Entries"))
                .extracting(entry -> entry.path("ErrorCode").asText())
                .containsExactly(
                        "",
                        "InvalidArgument",
                        "InvalidArgument",
                        "InvalidArgument",
                        "MalformedDetail",
                        "MalformedDetail",
                        "NotAuthorizedForSourceException",
                        "InvalidArgument",
                        "InvalidArgument",
                        "");
        assertThat(answer.path("Entries").path(1).path("ErrorMessage").asText())
                .isEqualTo("Parameter Source is not valid. Reason: Source is a required argument.");
        assertThat(api.delivered()).hasSize(2);
        assertThat(api.queues.batchSizes()).containsExactly(2);
    }

    @Test
    void takesOneToTenEntries() {
        api.ask("PutEvents", "{'Entries':[]}")
                .assertError(
                        "ValidationException",
                        "1 validation error detected: Value '[]' at 'entries' failed to satisfy"
                                + " constraint: Member must have length greater than or equal to 1");
        assertThat(api.ask("PutEvents", "{'Entries':[%s]}", entries(10)).status()).isEqualTo(200);
        assertThat(api.ask("PutEvents", "{'Entries':[%s]}", entries(11)).status()).isEqualTo(400);
        api.ask("PutEvents", "{}")
                .assertError(
                        "ValidationException",
                        "1 validation error detected: Value null at 'entries' failed to satisfy"
                                + " constraint: Member must not be null");
    }

    @Test
    void countsTheBytesOfARequest() {
        // Source 4, detail type 2 (one letter of two bytes), resource 3, time 14, detail the rest.
        int detail = (1 << 20) - 4 - 2 - 3 - 14;

        assertThat(put(detail).status()).isEqualTo(200);
        put(detail + 1)
                .assertError(
                        "ValidationException",
                        "Total size of the entries in the request is over the limit.");
    }

    private EventsApi.Reply put(int detailBytes) {
        String detail = "{\"x\":\"" + "x".repeat(detailBytes - 8) + "\"}";
        return api.send(
                "PutEvents",
                "{\"Entries\":[{\"Source\":\"shop\",\"DetailType\":\"ä\",\"Time\":1,\"Resources\":[\"abc\"],\"Detail\":%s}]}"
                        .formatted(EventsApi.quote(detail)));
    }

    @Test
    void acceptsAnEventForABusThatDoesNotExistAsAwsDoes() {
        JsonNode answer =
                api.call(
                        "PutEvents",
                        "{'Entries':[{'EventBusName':'none','Source':'s','DetailType':'t','Detail':'{}'}]}");

        assertThat(answer.path("FailedEntryCount").asInt()).isZero();
        assertThat(answer.path("Entries").path(0).has("EventId")).isTrue();
    }

    @Test
    void refusesAMemberOfAnotherType() {
        api.ask("PutEvents", "{'Entries':[{'Source':1,'DetailType':'t','Detail':'{}'}]}")
                .assertError("SerializationException", "entries.1.member.source must be a string.");
        api.ask("PutEvents", "not json")
                .assertError("SerializationException", "The request is no JSON object.");
    }

    @Test
    void passesTheTraceHeaderOn() {
        api.rule("all", "");
        api.header("x-amzn-trace-id", "Root=request");

        api.put("{}");
        api.call(
                "PutEvents",
                "{'Entries':[{'Source':'s','DetailType':'t','Detail':'{}','TraceHeader':'Root=entry'}]}");

        assertThat(api.queues.in(EventsApi.QUEUE))
                .extracting(message -> message.traceHeader().orElseThrow())
                .containsExactly("Root=request", "Root=entry");
    }

    @Test
    void namesAnOperationThatItDoesNotHave() {
        api.ask("StartReplay", "{}")
                .assertError(
                        "UnknownOperationException",
                        "The local cloud does not offer the EventBridge operation"
                                + " 'AWSEvents.StartReplay'.");
    }

    private static String entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> GOOD).collect(Collectors.joining(","));
    }
}
