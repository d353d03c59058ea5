package io.eventfork.event;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.FilterPolicy.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row: policy, message body, whether the message is delivered. */
class FilterPolicyBodyTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    # the body has to be one JSON object, unless the policy is empty
                    {}                                        | hello                                | true
                    {"a":[1]}                                 | hello                                | false
                    {"a":[1]}                                 | ~~                                   | false
                    {"a":[1]}                                 | [{"a":1}]                            | false
                    {"a":[1]}                                 | 1                                    | false
                    {"a":[1]}                                 | {"a":1                               | false
                    {"a":[1]}                                 | {"a":1}{"a":1}                       | false
                    {"a":[1]}                                 | {"a":1,"b":[1,2}                     | false
                    {"a":[{"exists":false}]}                  | hello                                | false
                    {"a":[{"exists":false}]}                  | {}                                   | true
                    # scalars of every type
                    {"a":["x"]}                               | {"a":"x"}                            | true
                    {"a":["x"]}                               | {"a":"y"}                            | false
                    {"a":["1"]}                               | {"a":1}                              | false
                    {"a":[1]}                                 | {"a":"1"}                            | false
                    {"a":[true]}                              | {"a":true}                           | true
                    {"a":[true]}                              | {"a":"true"}                         | false
                    {"a":[false]}                             | {"a":true}                           | false
                    {"a":[null]}                              | {"a":null}                           | true
                    {"a":[null]}                              | {}                                   | false
                    {"a":["null"]}                            | {"a":null}                           | false
                    {"a":["é"]}                               | {"a":"\\u00e9"}                      | true
                    # numbers
                    {"a":[{"numeric":[">=",100]}]}            | {"a":99.99}                          | false
                    {"a":[{"numeric":[">=",100]}]}            | {"a":100}                            | true
                    {"a":[{"numeric":[">=",100]}]}            | {"a":100.00}                         | true
                    {"a":[{"numeric":[">=",100]}]}            | {"a":1e2}                            | true
                    {"a":[{"numeric":[">=",100]}]}            | {"a":"450"}                          | false
                    {"a":[{"numeric":[">=",100]}]}            | {"a":99.9999999999999999999999}      | false
                    {"a":[{"numeric":[">=",100]}]}            | {"a":1e999999999}                    | true
                    {"a":[{"numeric":[">=",100]}]}            | {"a":1e99999999999}                  | false
                    {"a":[{"numeric":["=",0]}]}               | {"a":-0.0}                           | true
                    {"a":[{"numeric":["=",999999999.99999]}]} | {"a":999999999.99999}                | true
                    # nesting, and keys with dots
                    {"a":{"b":{"c":["x"]}}}                   | {"a":{"b":{"c":"x"}}}                | true
                    {"a":{"b":{"c":["x"]}}}                   | {"a":{"b":{"d":"x"}}}                | false
                    {"a":{"b":["x"]}}                         | {"a":"x"}                            | false
                    {"a":["x"]}                               | {"a":{"b":"x"}}                      | false
                    {"a.b":["x"]}                             | {"a":{"b":"x"}}                      | true
                    {"a":{"b":["x"]}}                         | {"a.b":"x"}                          | true
                    {"a.b":["x"]}                             | {"a.b":"x"}                          | true
                    {"a.b":{"c":["x"]}}                       | {"a":{"b.c":"x"}}                    | true
                    {"a":{"b":["x"],"c":[1]}}                 | {"a":{"b":"x","c":1,"d":{}}}         | true
                    {"a":{"b":["x"],"c":[1]}}                 | {"a":{"b":"x","c":2}}                | false
                    # arrays
                    {"a":["x"]}                               | {"a":["w","x"]}                      | true
                    {"a":["x"]}                               | {"a":["w"]}                          | false
                    {"a":["x"]}                               | {"a":[["w"],["x"]]}                  | true
                    {"a":[{"exists":true}]}                   | {"a":[]}                             | false
                    {"a":[{"exists":false}]}                  | {"a":[]}                             | true
                    {"a":{"b":["x"]}}                         | {"a":[{"b":"w"},{"b":"x"}]}          | true
                    {"a":{"b":["x"]}}                         | {"a":[{"b":"w"},{"c":"x"}]}          | false
                    {"a":{"b":["x"],"c":[1]}}                 | {"a":[{"b":"x"},{"c":1}]}            | true
                    {"a":{"b":["x"],"c":[1]}}                 | {"a":[{"b":"x","c":2},{"b":"y"}]}    | false
                    {"a":{"b":[{"exists":false}]}}            | {"a":[{"b":"x"},{"c":1}]}            | false
                    {"a":{"b":[{"exists":false}]}}            | {"a":[{"c":1}]}                      | true
                    {"a":[{"anything-but":["x","y"]}]}        | {"a":["x","z"]}                      | true
                    {"a":[{"anything-but":["x","y"]}]}        | {"a":["x","y"]}                      | false
                    {"a":[{"anything-but":["x","y"]}]}        | {"a":[]}                             | false
                    # exists looks at leaves
                    {"a":[{"exists":true}]}                   | {"a":null}                           | true
                    {"a":[{"exists":true}]}                   | {"a":{"b":1}}                        | false
                    {"a":[{"exists":false}]}                  | {"a":{"b":1}}                        | true
                    {"a":{"b":[{"exists":false}]}}            | {"a":1}                              | true
                    # operators below the top
                    {"a":{"b":[{"prefix":"x"}]}}              | {"a":{"b":"xy"}}                     | true
                    {"a":{"b":[{"suffix":"y"}]}}              | {"a":{"b":"xy"}}                     | true
                    {"a":{"b":[{"equals-ignore-case":"XY"}]}} | {"a":{"b":"xy"}}                     | true
                    {"a":{"b":[{"cidr":"10.0.0.0/8"}]}}       | {"a":{"b":"10.9.9.9"}}               | true
                    {"a":{"b":[{"anything-but":[1]}]}}        | {"a":{"b":1.0}}                      | false
                    {"a":{"b":[{"anything-but":[1]}]}}        | {"a":{"b":true}}                     | true
                    {"a":{"b":[{"anything-but":{"prefix":"x"}}]}} | {"a":{"b":"xy"}}                 | false
                    # $or at any level
                    {"$or":[{"a":{"b":["x"]}},{"c":[1]}]}     | {"c":1}                              | true
                    {"$or":[{"a":{"b":["x"]}},{"c":[1]}]}     | {"a":{"b":"x"}}                      | true
                    {"$or":[{"a":{"b":["x"]}},{"c":[1]}]}     | {"a":{"b":"y"},"c":2}                | false
                    {"a":{"$or":[{"b":["x"]},{"c":[1]}]}}     | {"a":{"c":1}}                        | true
                    {"a":{"$or":[{"b":["x"]},{"c":[1]}]}}     | {"c":1}                              | false
                    {"a":{"b":["x"],"$or":[{"c":[1]},{"d":[2]}]}} | {"a":{"b":"x","d":2}}            | true
                    {"a":{"b":["x"],"$or":[{"c":[1]},{"d":[2]}]}} | {"a":{"d":2}}                    | false
                    # the same key twice in a body: either value counts
                    {"a":[1]}                                 | {"a":1,"a":2}                        | true
                    {"a":[2]}                                 | {"a":1,"a":2}                        | true
                    """)
    void delivers(String policy, String body, boolean delivered) {
        FilterPolicy filterPolicy = FilterPolicy.parse(policy, Scope.MESSAGE_BODY);

        assertThat(filterPolicy.matches(Map.of("a", AttributeValue.string("ignored")), body))
                .isEqualTo(delivered);
    }

    @Test
    @Timeout(value = 10, unit = SECONDS)
    void takesLinearTimeForArraysOfWhichOnlyTheLastFails() {
        String ones = "1,".repeat(20_000) + "1";
        String body =
                "{\"a\":["
                        + ones
                        + "],\"b\":["
                        + ones
                        + "],\"c\":["
                        + ones
                        + "],\"d\":["
                        + ones
                        + "]}";
        FilterPolicy policy =
                FilterPolicy.parse("{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[2]}", Scope.MESSAGE_BODY);

        assertThat(policy.matches(Map.of(), body)).isFalse();
    }

    @Test
    void refusesABodyThatIsNestedTooDeeplyWithoutFailing() {
        FilterPolicy policy = FilterPolicy.parse("{\"a\":[1]}", Scope.MESSAGE_BODY);

        assertThat(policy.matches(Map.of(), "{\"a\":" + "[".repeat(100_000))).isFalse();
        assertThat(policy.matches(Map.of(), "{\"b\":" + "[".repeat(100_000))).isFalse();
        assertThat(
                        policy.matches(
                                Map.of(),
                                "{\"a\":" + "[".repeat(900) + "1" + "]".repeat(900) + "}"))
                .isTrue();
    }

    @Test
    void refusesANumberOfThousandsOfDigitsWithoutFailing() {
        FilterPolicy policy =
                FilterPolicy.parse("{\"a\":[{\"numeric\":[\">\",0]}]}", Scope.MESSAGE_BODY);

        assertThat(policy.matches(Map.of(), "{\"a\":" + "9".repeat(200_000) + "}")).isFalse();
        assertThat(policy.matches(Map.of(), "{\"a\":" + "9".repeat(500) + "}")).isTrue();
    }
}
