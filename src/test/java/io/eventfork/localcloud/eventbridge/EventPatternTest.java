package io.eventfork.localcloud.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.eventfork.localcloud.json.JsonException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of event patterns: one row, one case; patterns and events of {@code detail}. */
class EventPatternTest {

    @ParameterizedTest(name = "{0} accepts {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":["x"]}                                       | {"a":"x"}
                    {"a":["x","y"]}                                   | {"a":"y"}
                    {"a":[1]}                                         | {"a":1}
                    {"a":[300]}                                       | {"a":300.0}
                    {"a":[300.0]}                                     | {"a":3.0e2}
                    {"a":[true]}                                      | {"a":true}
                    {"a":[null]}                                      | {"a":null}
                    {"a":[""]}                                        | {"a":""}
                    {"a":["x"]}                                       | {"a":["w","x"]}
                    {"a":["x","y"]}                                   | {"a":["y","z"]}
                    {"a":["x"]}                                       | {"a":"x","b":"ignored"}
                    {"a":["x"],"b":["y"]}                             | {"a":"x","b":"y"}
                    {"a":["x"],"a":["y"]}                             | {"a":"y"}
                    {"a":{"b":["x"]},"a":{"c":["y"]}}                 | {"a":{"c":"y"}}
                    {"a":{"b":["x"]}}                                 | {"a":{"b":"x"}}
                    {"a.b":["x"]}                                     | {"a":{"b":"x"}}
                    {"a":{"b":["x"],"c":["y"]}}                       | {"a":[{"b":"x","c":"y"}]}
                    {"a":[{"prefix":"ba"}]}                           | {"a":"bas"}
                    {"a":[{"prefix":{"equals-ignore-case":"BA"}}]}    | {"a":"bas"}
                    {"a":[{"suffix":".png"}]}                         | {"a":"x.png"}
                    {"a":[{"suffix":{"equals-ignore-case":".png"}}]}  | {"a":"x.PnG"}
                    {"a":[{"equals-ignore-case":"alice"}]}            | {"a":"ALICE"}
                    {"a":[{"wildcard":"dir/*.png"}]}                  | {"a":"dir/a/b.png"}
                    {"a":[{"wildcard":"dir/*.png"}]}                  | {"a":"dir/.png"}
                    {"a":[{"wildcard":"a\\\\*b"}]}                    | {"a":"a*b"}
                    {"a":[{"wildcard":"a\\\\\\\\b"}]}                 | {"a":"a\\\\b"}
                    {"a":[{"anything-but":"x"}]}                      | {"a":"y"}
                    {"a":[{"anything-but":1}]}                        | {"a":2}
                    {"a":[{"anything-but":["x","y"]}]}                | {"a":"z"}
                    {"a":[{"anything-but":[1,2]}]}                    | {"a":3}
                    {"a":[{"anything-but":{"prefix":"x"}}]}           | {"a":"yx"}
                    {"a":[{"anything-but":{"prefix":["x","y"]}}]}     | {"a":"z"}
                    {"a":[{"anything-but":{"suffix":"x"}}]}           | {"a":"xy"}
                    {"a":[{"anything-but":{"suffix":["x","y"]}}]}     | {"a":"z"}
                    {"a":[{"anything-but":{"equals-ignore-case":"x"}}]} | {"a":"y"}
                    {"a":[{"anything-but":{"equals-ignore-case":["x","y"]}}]} | {"a":"z"}
                    {"a":[{"anything-but":{"wildcard":"*x*"}}]}       | {"a":"y"}
                    {"a":[{"anything-but":{"wildcard":["x*","*y"]}}]} | {"a":"z"}
                    {"a":[{"numeric":["=",1]}]}                       | {"a":1.0}
                    {"a":[{"numeric":["<",1]}]}                       | {"a":0.5}
                    {"a":[{"numeric":["<=",1]}]}                      | {"a":1}
                    {"a":[{"numeric":[">",1]}]}                       | {"a":1.01}
                    {"a":[{"numeric":[">=",100]}]}                    | {"a":100}
                    {"a":[{"numeric":[">",0,"<=",5]}]}                | {"a":5}
                    {"a":[{"numeric":["=",5.0e9]}]}                   | {"a":5000000000}
                    {"a":[{"numeric":["=",-5.0e9]}]}                  | {"a":-5000000000}
                    {"a":[{"numeric":["=",0.123456789012345]}]}       | {"a":0.123456789012345}
                    {"a":[{"cidr":"10.0.0.0/24"}]}                    | {"a":"10.0.0.255"}
                    {"a":[{"cidr":"2001:db8::/32"}]}                  | {"a":"2001:db8:1::1"}
                    {"a":[{"exists":true}]}                           | {"a":""}
                    {"a":[{"exists":true}]}                           | {"a":null}
                    {"a":[{"exists":false}]}                          | {"b":1}
                    {"a":[{"exists":false}]}                          | {"a":{"b":1}}
                    {"a":[{"exists":false},"x"]}                      | {"a":"x"}
                    {"a":[{"exists":false},{"anything-but":"x"}]}     | {}
                    {"$or":[{"a":["x"]},{"b":["y"]}]}                 | {"b":"y"}
                    {"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}       | {"a":"x","c":"z"}
                    {"a":{"$or":[{"b":["x"]},{"c":["y"]}]}}           | {"a":{"c":"y"}}
                    {"$or":[{"a":["x"],"b":["y"]},{"c":["z"]}]}       | {"a":"x","b":"y"}
                    {"$or":{"a":["x"]}}                               | {"$or":{"a":"x"}}
                    {"$or":["x","y"]}                                 | {"$or":"y"}
                    """)
    void accepts(String pattern, String detail) {
        assertThat(matches(pattern, detail)).isTrue();
    }

    @ParameterizedTest(name = "{0} leaves out {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":["x"]}                                       | {"a":"X"}
                    {"a":["x"]}                                       | {"b":"x"}
                    {"a":["1"]}                                       | {"a":1}
                    {"a":[1]}                                         | {"a":"1"}
                    {"a":[true]}                                      | {"a":"true"}
                    {"a":[null]}                                      | {"a":"null"}
                    {"a":[null]}                                      | {}
                    {"a":[""]}                                        | {"a":null}
                    {"a":["x"]}                                       | {"a":[]}
                    {"a":["x"]}                                       | {"a":["y","z"]}
                    {"a":["x"],"b":["y"]}                             | {"a":"x"}
                    {"a":["x"],"a":["y"]}                             | {"a":"x"}
                    {"a":{"b":["x"],"c":["y"]}}                       | {"a":[{"b":"x"},{"c":"y"}]}
                    {"a":[{"prefix":"ba"}]}                           | {"a":"aba"}
                    {"a":[{"prefix":"ba"}]}                           | {"a":"Bas"}
                    {"a":[{"prefix":{"equals-ignore-case":"BA"}}]}    | {"a":"ab"}
                    {"a":[{"suffix":".png"}]}                         | {"a":"x.PNG"}
                    {"a":[{"suffix":{"equals-ignore-case":".png"}}]}  | {"a":"png"}
                    {"a":[{"equals-ignore-case":"alice"}]}            | {"a":"alicex"}
                    {"a":[{"wildcard":"dir/*.png"}]}                  | {"a":"dir/a.jpg"}
                    {"a":[{"wildcard":"a\\\\*b"}]}                    | {"a":"axb"}
                    {"a":[{"anything-but":"x"}]}                      | {"a":"x"}
                    {"a":[{"anything-but":"x"}]}                      | {}
                    {"a":[{"anything-but":1}]}                        | {"a":1.0}
                    {"a":[{"anything-but":["x","y"]}]}                | {"a":"y"}
                    {"a":[{"anything-but":[1,2]}]}                    | {"a":2}
                    {"a":[{"anything-but":{"prefix":"x"}}]}           | {"a":"xy"}
                    {"a":[{"anything-but":{"prefix":["x","y"]}}]}     | {"a":"yz"}
                    {"a":[{"anything-but":{"suffix":"x"}}]}           | {"a":"yx"}
                    {"a":[{"anything-but":{"suffix":["x","y"]}}]}     | {"a":"zy"}
                    {"a":[{"anything-but":{"equals-ignore-case":"x"}}]} | {"a":"X"}
                    {"a":[{"anything-but":{"equals-ignore-case":["x","y"]}}]} | {"a":"Y"}
                    {"a":[{"anything-but":{"wildcard":"*x*"}}]}       | {"a":"axb"}
                    {"a":[{"anything-but":{"wildcard":["x*","*y"]}}]} | {"a":"zy"}
                    {"a":[{"numeric":["=",1]}]}                       | {"a":"1"}
                    {"a":[{"numeric":["<",1]}]}                       | {"a":1}
                    {"a":[{"numeric":["<=",1]}]}                      | {"a":1.01}
                    {"a":[{"numeric":[">",1]}]}                       | {"a":1}
                    {"a":[{"numeric":[">=",100]}]}                    | {"a":99.99}
                    {"a":[{"numeric":[">=",100]}]}                    | {"a":"100"}
                    {"a":[{"numeric":[">=",100]}]}                    | {}
                    {"a":[{"numeric":[">",0,"<=",5]}]}                | {"a":0}
                    {"a":[{"numeric":[">",0,"<=",5]}]}                | {"a":5.01}
                    {"a":[{"cidr":"10.0.0.0/24"}]}                    | {"a":"10.0.1.0"}
                    {"a":[{"cidr":"10.0.0.0/24"}]}                    | {"a":"localhost"}
                    {"a":[{"cidr":"2001:db8::/32"}]}                  | {"a":"2001:db9::1"}
                    {"a":[{"exists":true}]}                           | {"b":1}
                    {"a":[{"exists":true}]}                           | {"a":{"b":1}}
                    {"a":[{"exists":false}]}                          | {"a":null}
                    {"a":[{"exists":false}]}                          | {"a":1}
                    {"a":[{"exists":false},{"anything-but":"x"}]}     | {"a":"x"}
                    {"$or":[{"a":["x"]},{"b":["y"]}]}                 | {"a":"y","b":"x"}
                    {"$or":[{"a":["x"]},{"b":["y"]}],"c":["z"]}       | {"a":"x"}
                    {"a":{"$or":[{"b":["x"]},{"c":["y"]}]}}           | {"b":"x"}
                    {"$or":[{"a":["x"],"b":["y"]},{"c":["z"]}]}       | {"a":"x"}
                    """)
    void leavesOut(String pattern, String detail) {
        assertThat(matches(pattern, detail)).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a":["x"]                                        | It is not JSON.
                    {"a":["x"]} x                                     | It is not JSON.
                    ["x"]                                             | Filter is not an object
                    "x"                                               | Filter is not an object
                    {"a":"x"}                                         | "a" must be an object or an array
                    {"a":1}                                           | "a" must be an object or an array
                    {"a":[]}                                          | Empty arrays are not allowed
                    {"a":{}}                                          | Empty objects are not allowed
                    {"a":[["x"]]}                                     | Match value must be String, number, true, false, or null
                    {"a":[{}]}                                        | Match expression name not found
                    {"a":[{"like":"x"}]}                              | Unrecognized match type like
                    {"a":[{"prefix":"x","suffix":"y"}]}               | Only one key allowed in match expression
                    {"a":[{"prefix":1}]}                              | prefix match pattern must be a string
                    {"a":[{"prefix":{"wildcard":"x"}}]}               | Unsupported prefix pattern: wildcard
                    {"a":[{"suffix":1}]}                              | suffix match pattern must be a string
                    {"a":[{"equals-ignore-case":1}]}                  | equals-ignore-case match pattern must be a string
                    {"a":[{"wildcard":1}]}                            | wildcard match pattern must be a string
                    {"a":[{"wildcard":"a**b"}]}                       | Consecutive wildcard characters at pos 2
                    {"a":[{"wildcard":"a\\\\b"}]}                     | Invalid escape character at pos 2
                    {"a":[{"anything-but":{"numeric":["=",1]}}]}      | Unsupported anything-but pattern: numeric
                    {"a":[{"anything-but":["x",1]}]}                  | Inside anything but list, either all values are number or string, mixed type is not supported
                    {"a":[{"anything-but":[null]}]}                   | Inside anything but list, start
                    {"a":[{"numeric":1}]}                             | Value of numeric must be an array.
                    {"a":[{"numeric":["~",1]}]}                       | Unrecognized numeric range operator: ~
                    {"a":[{"numeric":["=","1"]}]}                     | Value of equals must be numeric
                    {"a":[{"numeric":[">",5,"<",1]}]}                 | Bottom must be less than top
                    {"a":[{"numeric":[">",1,">",2]}]}                 | Bad numeric range operator: >
                    {"a":[{"numeric":["=",5000000001]}]}              | Value must be between -5.0E9 and 5.0E9, inclusive
                    {"a":[{"numeric":["=",1.234567890123456]}]}       | Numbers have at most 15 digits
                    {"a":[{"cidr":"10.0.0.0"}]}                       | Malformed CIDR: 10.0.0.0
                    {"a":[{"cidr":"300.0.0.0/8"}]}                    | Malformed CIDR: 300.0.0.0/8
                    {"a":[{"cidr":"localhost/8"}]}                    | Malformed CIDR: localhost/8
                    {"a":[{"exists":"yes"}]}                          | exists match pattern must be either true or false.
                    {"$or":[{"a":["x"]}]}                             | Unrecognized match type a
                    """)
    void refuses(String pattern, String reason) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> EventPattern.of(pattern))
                .satisfies(
                        e -> {
                            assertThat(e.code()).isEqualTo("InvalidEventPatternException");
                            assertThat(e)
                                    .hasMessageStartingWith(
                                            "Event pattern is not valid. Reason: " + reason);
                        });
    }

    @Test
    void acceptsEverythingWhenItIsEmpty() {
        assertThat(EventPattern.of("{}").matches("{\"source\":\"a\"}")).isTrue();
    }

    @Test
    void goesByAnyMemberOfTheEnvelope() {
        EventPattern pattern =
                EventPattern.of(
                        "{\"source\":[{\"prefix\":\"com.\"}],\"resources\":[\"r2\"],\"detail\":{\"a\":[1]}}");

        assertThat(
                        pattern.matches(
                                "{\"source\":\"com.shop\",\"resources\":[\"r1\",\"r2\"],\"detail\":{\"a\":1}}"))
                .isTrue();
        assertThat(
                        pattern.matches(
                                "{\"source\":\"com.shop\",\"resources\":[],\"detail\":{\"a\":1}}"))
                .isFalse();
    }

    @Test
    void takesAThousandCombinationsAndNoMore() {
        assertThat(EventPattern.of(combinations(10, 10, 10)).matches("{}")).isFalse();
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> EventPattern.of(combinations(10, 10, 11)))
                .withMessageEndingWith("The pattern has more than 1000 combinations of $or.");
    }

    @Test
    void refusesCombinationsBeforeItUnfoldsThem() {
        int[] sixteen = IntStream.generate(() -> 4).limit(16).toArray();

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () ->
                        assertThatExceptionOfType(JsonException.class)
                                .isThrownBy(() -> EventPattern.of(combinations(sixteen))));
    }

    @Test
    void isQuickWithLargeArrays() {
        EventPattern pattern =
                EventPattern.of("{\"a\":[\"x199\"],\"b\":[\"x199\"],\"c\":[\"x199\",\"y\"]}");
        String array =
                IntStream.range(0, 200)
                        .mapToObj(i -> "\"x" + i + "\"")
                        .collect(Collectors.joining(",", "[", "]"));
        String event = "{\"a\":%1$s,\"b\":%1$s,\"c\":%1$s}".formatted(array);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(pattern.matches(event)).isTrue());
    }

    private static boolean matches(String pattern, String detail) {
        return EventPattern.of("{\"detail\":" + pattern + "}")
                .matches("{\"source\":\"test\",\"detail\":" + detail + "}");
    }

    /** Members that each have an $or of so many branches. */
    private static String combinations(int... branches) {
        return IntStream.range(0, branches.length)
                .mapToObj(
                        member ->
                                IntStream.range(0, branches[member])
                                        .mapToObj(branch -> "{\"b" + branch + "\":[1]}")
                                        .collect(
                                                Collectors.joining(
                                                        ",",
                                                        "\"m" + member + "\":{\"$or\":[",
                                                        "]}")))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
