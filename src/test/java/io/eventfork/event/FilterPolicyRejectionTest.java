package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventfork.event.FilterPolicy.Scope;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row: policy, the reason in the words of SNS. */
class FilterPolicyRejectionTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    # shape
                    not json                               | failed to parse JSON.
                    ~~                                     | Filter is not an object
                    {"a":["x"]                             | failed to parse JSON.
                    {"a":["x"]} {"b":["y"]}                | failed to parse JSON.
                    {"a":[NaN]}                            | failed to parse JSON.
                    ["a"]                                  | Filter is not an object
                    "a"                                    | Filter is not an object
                    {"a":"x"}                              | "a" must be an object or an array
                    {"a":1}                                | "a" must be an object or an array
                    {"key":null}                           | "key" must be an object or an array
                    {"a":[]}                               | Empty arrays are not allowed
                    {"a":[["x"]]}                          | Match value must be String, number, true, false, or null
                    {"a":[{}]}                             | Match expression name not found
                    {"a":[{"prefix":"x","suffix":"y"}]}    | Only one key allowed in match expression
                    {"a":[{"exists":false,"prefix":"y"}]}  | Only one key allowed in match expression
                    {"a":[{"numeric":["=",1],"prefix":"y"}]} | Only one key allowed in match expression
                    # operators SNS does not have
                    {"a":[{"wildcard":"x*"}]}              | Unrecognized match type wildcard
                    {"a":[{"exactly":"x"}]}                | Unrecognized match type exactly
                    {"a":[{"regex":"x"}]}                  | Unrecognized match type regex
                    {"a":[{"PREFIX":"x"}]}                 | Unrecognized match type PREFIX
                    {"a":["x",{"nope":1}]}                 | Unrecognized match type nope
                    # operands
                    {"a":[{"prefix":1}]}                   | prefix match pattern must be a string
                    {"a":[{"prefix":{"equals-ignore-case":"x"}}]} | prefix match pattern must be a string
                    {"a":[{"suffix":["x"]}]}               | suffix match pattern must be a string
                    {"a":[{"equals-ignore-case":null}]}    | equals-ignore-case match pattern must be a string
                    {"a":[{"exists":"true"}]}              | exists match pattern must be either true or false.
                    {"a":[{"exists":null}]}                | exists match pattern must be either true or false.
                    # anything-but
                    {"a":[{"anything-but":{"suffix":"x"}}]} | Unsupported anything-but pattern: suffix
                    {"a":[{"anything-but":{"wildcard":"x"}}]} | Unsupported anything-but pattern: wildcard
                    {"a":[{"anything-but":{"equals-ignore-case":"x"}}]} | Unsupported anything-but pattern: equals-ignore-case
                    {"a":[{"anything-but":{}}]}            | Anything-But expression name not found
                    {"a":[{"anything-but":{"prefix":1}}]}  | prefix/suffix match pattern must be a string
                    {"a":[{"anything-but":{"prefix":["x"]}}]} | prefix/suffix match pattern must be a string
                    {"a":[{"anything-but":{"prefix":""}}]} | Null prefix/suffix not allowed
                    {"a":[{"anything-but":true}]}          | Value of anything-but must be an array or single string/number value.
                    {"a":[{"anything-but":null}]}          | Value of anything-but must be an array or single string/number value.
                    {"a":[{"anything-but":["x",1]}]}       | Inside anything but list, either all values are number or string, mixed type is not supported
                    {"a":[{"anything-but":[]}]}            | Inside anything but list, either all values are number or string, mixed type is not supported
                    {"a":[{"anything-but":["x",null]}]}    | ~Inside anything but list, start|null|boolean is not supported.~
                    {"a":[{"anything-but":[["x"]]}]}       | ~Inside anything but list, start|null|boolean is not supported.~
                    # numeric
                    {"a":[{"numeric":5}]}                  | Value of numeric must be an array.
                    {"a":[{"numeric":[]}]}                 | Invalid member in numeric match: ]
                    {"a":[{"numeric":[5]}]}                | Invalid member in numeric match: 5
                    {"a":[{"numeric":["!=",5]}]}           | Unrecognized numeric range operator: !=
                    {"a":[{"numeric":["=>",5]}]}           | Unrecognized numeric range operator: =>
                    {"a":[{"numeric":["="]}]}              | Value of equals must be numeric
                    {"a":[{"numeric":["=","5"]}]}          | Value of equals must be numeric
                    {"a":[{"numeric":[">=","5"]}]}         | Value of >= must be numeric
                    {"a":[{"numeric":["<",true]}]}         | Value of < must be numeric
                    {"a":[{"numeric":["=",1,2]}]}          | Too many elements in numeric expression
                    {"a":[{"numeric":["<",5,">",1]}]}      | Too many elements in numeric expression
                    {"a":[{"numeric":[">",0,5]}]}          | Bad value in numeric range: 5
                    {"a":[{"numeric":[">",0,">=",5]}]}     | Bad numeric range operator: >=
                    {"a":[{"numeric":[">",0,"<"]}]}        | Value of < must be numeric
                    {"a":[{"numeric":[">",0,"<",5,"="]}]}  | Too many terms in numeric range expression
                    {"a":[{"numeric":[">",5,"<",5]}]}      | Bottom must be less than top
                    {"a":[{"numeric":[">=",5,"<=",5.0]}]}  | Bottom must be less than top
                    {"a":[{"numeric":[">",6,"<=",5]}]}     | Bottom must be less than top
                    # what a number may be
                    {"a":[{"numeric":[">",1000000000.1]}]} | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[{"numeric":[">",-1000000001]}]}  | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[{"numeric":[">",0.000001]}]}     | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[1e10]}                           | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[1e2147483647]}                   | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[1e-2147483647]}                  | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[{"anything-but":[1,2e9]}]}       | Value must be between -1000000000 and 1000000000 with at most 5 decimals
                    {"a":[1e99999999999]}                  | failed to parse JSON.
                    # cidr
                    {"a":[{"cidr":5}]}                     | prefix match pattern must be a string
                    {"a":[{"cidr":"10.0.0.0"}]}            | Malformed CIDR, one '/' required
                    {"a":[{"cidr":"10.0.0.0/8/8"}]}        | Malformed CIDR, one '/' required
                    {"a":[{"cidr":"10.0.0.0/x"}]}          | Malformed CIDR, mask bits must be an integer
                    {"a":[{"cidr":"10.0.0.0/"}]}           | Malformed CIDR, mask bits must be an integer
                    {"a":[{"cidr":"10.0.0.0/-1"}]}         | Malformed CIDR, mask bits must not be negative
                    {"a":[{"cidr":"10.0.0.0/32"}]}         | IPv4 mask bits must be < 32
                    {"a":[{"cidr":"2001:db8::/128"}]}      | IPv6 mask bits must be < 128
                    {"a":[{"cidr":"10.0.0.256/8"}]}        | Nonstandard IP address: 10.0.0.256
                    {"a":[{"cidr":"example.com/8"}]}       | Nonstandard IP address: example.com
                    {"a":[{"cidr":"1:2:3/8"}]}             | Nonstandard IP address: 1:2:3
                    # $or
                    {"$or":[]}                             | Empty arrays are not allowed
                    {"$or":[{"a":["x"]}]}                  | Unrecognized match type a
                    {"$or":[{"a":["x"]},{}]}               | Empty objects are not allowed
                    {"$or":[{"a":["x"]},{"b":[]}]}         | Empty arrays are not allowed
                    {"$or":[{"a":["x"]},{"b":"y"}]}        | "b" must be an object or an array
                    {"$or":[{"a":["x"]},{"b":[{"wildcard":"y"}]}]} | Unrecognized match type wildcard
                    {"$or":[{"numeric":123},{"prefix":"abc"}]} | Value of numeric must be an array.
                    """)
    void rejects(String policy, String reason) {
        assertThatExceptionOfType(InvalidFilterPolicyException.class)
                .isThrownBy(() -> FilterPolicy.parse(policy, Scope.MESSAGE_BODY))
                .withMessage(reason)
                .satisfies(e -> assertThat(e.rejection()).isEqualTo("FilterPolicy: " + reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"b\":[\"x\"]}}",
                "{\"$or\":[{\"a\":{\"b\":[\"x\"]}},{\"c\":[1]}]}"
            })
    void rejectsANestedPolicyInAttributeScope(String policy) {
        assertThatExceptionOfType(InvalidFilterPolicyException.class)
                .isThrownBy(() -> FilterPolicy.parse(policy, Scope.MESSAGE_ATTRIBUTES))
                .withMessage(
                        "Filter policy scope MessageAttributes does not support nested filter policy")
                .satisfies(e -> assertThat(e.rejection()).isEqualTo(e.getMessage()));
    }

    @Test
    void rejectsAnUnknownScope() {
        assertThatExceptionOfType(InvalidFilterPolicyException.class)
                .isThrownBy(() -> Scope.parse("Body"))
                .satisfies(
                        e ->
                                assertThat(e.rejection())
                                        .isEqualTo(
                                                "FilterPolicyScope: Invalid value [Body]. Please use either"
                                                        + " MessageBody or MessageAttributes"));
        assertThat(Scope.parse("MessageBody")).isEqualTo(Scope.MESSAGE_BODY);
        assertThat(Scope.parse("MessageAttributes")).isEqualTo(Scope.MESSAGE_ATTRIBUTES);
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void rejectsTheSixthKey(Scope scope) {
        FilterPolicy.parse(policyOfKeys(5), scope);

        assertRejected(policyOfKeys(6), scope, "Filter policy can not have more than 5 keys");
    }

    @Test
    void countsTheKeysOfTheTopLevelOnly() {
        FilterPolicy.parse(
                "{\"a\":{\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1],\"g\":[1]}}",
                Scope.MESSAGE_BODY);
    }

    @ParameterizedTest(name = "{0} and {1} values: {2}")
    @CsvSource({"10, 15, true", "2, 75, true", "1, 150, true", "10, 16, false", "1, 151, false"})
    void multipliesTheNumbersOfValues(int first, int second, boolean accepted) {
        assertComplexity("{\"a\":" + values(first) + ",\"b\":" + values(second) + "}", accepted);
    }

    @ParameterizedTest(name = "{0} values at depth 3, {1} at depth 2: {2}")
    @CsvSource({"4, 3, true", "5, 5, true", "5, 6, false"})
    void multipliesByTheDepthOfNesting(int third, int second, boolean accepted) {
        assertComplexity(
                "{\"a\":{\"b\":{\"c\":"
                        + values(third)
                        + "}},\"d\":{\"e\":"
                        + values(second)
                        + "}}",
                accepted);
    }

    @ParameterizedTest(name = "5 times ({0} + {1}): {2}")
    @CsvSource({"10, 20, true", "10, 21, false"})
    void addsTheAlternativesOfOr(int first, int second, boolean accepted) {
        assertComplexity(
                "{\"k\":"
                        + values(5)
                        + ",\"$or\":[{\"a\":"
                        + values(first)
                        + "},{\"b\":"
                        + values(second)
                        + "}]}",
                accepted);
    }

    @Test
    void rejectsAPolicyThatWouldOverflowTheCount() {
        String levels = "{\"$or\":[{\"a\":" + values(100) + "},{\"b\":" + values(100) + "}]";
        String policy =
                levels
                        + ",\"c\":"
                        + values(100)
                        + ",\"d\":"
                        + values(100)
                        + ",\"e\":"
                        + values(100)
                        + "}";

        assertRejected(policy, Scope.MESSAGE_BODY, "Filter policy is too complex");
    }

    @Test
    void rejectsDeepNestingWithoutFailing() {
        assertRejected(nested(151), Scope.MESSAGE_BODY, "Filter policy is too complex");
        assertRejected(nested(900), Scope.MESSAGE_BODY, "Filter policy is too complex");
        assertRejected(nested(20_000), Scope.MESSAGE_BODY, "failed to parse JSON.");
        FilterPolicy.parse(nested(150), Scope.MESSAGE_BODY);
    }

    @Test
    void rejectsAPolicyOfMoreThan256KilobytesOfUtf8() {
        String policy = "{\"a\":[\"" + "é".repeat(131_072) + "\"]}";

        assertRejected(policy, Scope.MESSAGE_BODY, "Filter policy is larger than 256 KB");
        FilterPolicy.parse("{\"a\":[\"" + "é".repeat(131_000) + "\"]}", Scope.MESSAGE_BODY);
    }

    @Test
    void rejectsANumberOfThousandsOfDigitsWithoutFailing() {
        assertRejected(
                "{\"a\":[" + "9".repeat(5_000) + "]}", Scope.MESSAGE_BODY, "failed to parse JSON.");
    }

    private static void assertComplexity(String policy, boolean accepted) {
        if (accepted) {
            FilterPolicy.parse(policy, Scope.MESSAGE_BODY);
        } else {
            assertRejected(policy, Scope.MESSAGE_BODY, "Filter policy is too complex");
        }
    }

    private static void assertRejected(String policy, Scope scope, String reason) {
        assertThatExceptionOfType(InvalidFilterPolicyException.class)
                .isThrownBy(() -> FilterPolicy.parse(policy, scope))
                .withMessage(reason);
    }

    private static String policyOfKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\":[1]")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String values(int count) {
        return IntStream.range(0, count)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String nested(int depth) {
        return "{\"k\":".repeat(depth) + "[1]" + "}".repeat(depth);
    }
}
