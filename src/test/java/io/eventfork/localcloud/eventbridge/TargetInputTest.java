package io.eventfork.localcloud.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a queue gets of an event. */
class TargetInputTest {

    private static final String DETAIL =
            """
            {"instance":"i-1","state":"say \\"hi\\"","n":1.50,"none":null,"yes":true,
            "list":["a",2],"deep":{"a-b":"c"},"items":[{"sku":"x"},{"sku":"y"}]}""";

    private final EventsApi api = new EventsApi();

    @Test
    void isTheWholeEventIfNothingElseIsSaid() {
        assertThat(EventsApi.json(received("")).path("detail").path("instance").asText())
                .isEqualTo("i-1");
    }

    @Test
    void isAConstant() {
        assertThat(received(",'Input':'[1, 2]'")).isEqualTo("[1, 2]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    $.detail.instance        | "i-1"
                    $.detail.n               | 1.50
                    $.detail.none            | null
                    $.detail.list            | ["a",2]
                    $.detail.list[1]         | 2
                    $.detail.deep.a-b        | "c"
                    $.detail.items[*].sku    | ["x","y"]
                    $.detail.deep.*          | ["c"]
                    $.detail-type            | "Order"
                    """)
    void isWhatAPathFinds(String path, String expected) {
        assertThat(received(",'InputPath':'" + path + "'")).isEqualTo(expected);
    }

    @Test
    void isADeadLetterWhenThePathFindsNothing() {
        api.rule(
                "r",
                ",'InputPath':'$.detail.other','DeadLetterConfig':{'Arn':'%s'}"
                        .formatted(EventsApi.DEAD_LETTERS));

        api.put(DETAIL);

        assertThat(api.delivered()).isEmpty();
        assertThat(
                        api.queues
                                .in(EventsApi.DEAD_LETTERS)
                                .get(0)
                                .attributes()
                                .get("ERROR_CODE")
                                .value())
                .isEqualTo("INVALID_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "<i> is in <s>"                     | "i-1 is in say \\"hi\\""
                    "<i> is \\"<i>\\""                  | "i-1 is \\"i-1\\""
                    {"a":<i>,"b":<n>,"c":<y>,"d":<z>}   | {"a":"i-1","b":1.50,"c":true,"d":null}
                    {"a":"<i>/<n>/<y>/<z>"}             | {"a":"i-1/1.50/true/null"}
                    {"a":<l>,"b":<o>}                   | {"a":["a",2],"b":{"a-b":"c"}}
                    {"a":"<l> <o>"}                     | {"a":"[a,2] {a-b:c}"}
                    {"a":<m>,"b":"x<m>y"}               | {"a":"","b":"xy"}
                    [<i>, <n>]                          | ["i-1", 1.50]
                    <i>                                 | "i-1"
                    {"1 < 2": "3 > 2"}                  | {"1 < 2": "3 > 2"}
                    """)
    void isATemplateWithValuesOfTheEvent(String template, String expected) {
        assertThat(transformed(template)).isEqualTo(expected);
    }

    @Test
    void isSeveralLinesOfText() {
        assertThat(transformed("\"<i>\"\n\"second <i>\"")).isEqualTo("\"i-1\"\n\"second i-1\"");
    }

    @Test
    void knowsTheReservedVariables() {
        String text =
                transformed(
                        """
                        {"arn":<aws.events.rule-arn>,"name":"<aws.events.rule-name>",
                        "time":<aws.events.event.ingestion-time>,"event":<aws.events.event>,
                        "json":<aws.events.event.json>}""");

        var json = EventsApi.json(text);
        assertThat(json.path("arn").asText())
                .isEqualTo("arn:aws:events:us-east-1:000000000000:rule/r");
        assertThat(json.path("name").asText()).isEqualTo("r");
        assertThat(json.path("time").asText()).isEqualTo("2026-11-21T01:02:03.004Z");
        assertThat(json.path("event").has("detail")).isFalse();
        assertThat(json.path("event").path("source").asText()).isEqualTo("shop");
        assertThat(json.path("json").path("detail").path("instance").asText()).isEqualTo("i-1");
    }

    private String transformed(String template) {
        String paths =
                Map.of(
                                "i",
                                "instance",
                                "s",
                                "state",
                                "n",
                                "n",
                                "z",
                                "none",
                                "y",
                                "yes",
                                "l",
                                "list",
                                "o",
                                "deep",
                                "m",
                                "missing")
                        .entrySet()
                        .stream()
                        .map(e -> "'%s':'$.detail.%s'".formatted(e.getKey(), e.getValue()))
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow();
        api.call("PutRule", "{'Name':'r','EventPattern':'{}'}");
        EventsApi.Reply put =
                api.send(
                        "PutTargets",
                        "{\"Rule\":\"r\",\"Targets\":[{\"Id\":\"t\",\"Arn\":\"%s\",\"InputTransformer\":{\"InputPathsMap\":{%s},\"InputTemplate\":%s}}]}"
                                .formatted(
                                        EventsApi.QUEUE,
                                        paths.replace('\'', '"'),
                                        EventsApi.quote(template)));
        assertThat(put.status()).as(put.body().toString()).isEqualTo(200);
        api.put(DETAIL);
        return api.queues.bodiesIn(EventsApi.QUEUE).get(0);
    }

    private String received(String targetMembers) {
        api.rule("r", targetMembers);
        api.put(DETAIL);
        return api.queues.bodiesIn(EventsApi.QUEUE).get(0);
    }
}
